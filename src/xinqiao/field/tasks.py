"""Work of the room `field` that runs in the worker."""

from procrastinate.contrib.django import app

from xinqiao.field.services.forget import forget_old, keep_photos
from xinqiao.field.services.phones import end_long_unseen
from xinqiao.field.services.waiting import try_waiting
from xinqiao.kit.time import now


@app.periodic(cron="*/5 * * * *", periodic_id="field.waiting")
@app.task(name="field.try_waiting", queueing_lock="field.waiting", pass_context=False)
def try_waiting_commands(timestamp: int) -> None:
    """Try again what waits for another entry, an update, or a better moment."""
    try_waiting(at=now())


@app.periodic(cron="41 * * * *", periodic_id="field.forget")
@app.task(name="field.forget_old", queueing_lock="field.forget", pass_context=False)
def forget_old_commands(timestamp: int) -> None:
    """Keep the photos of open conflicts; let go of what is over."""
    end_long_unseen(at=now())
    keep_photos(at=now())
    forget_old(at=now())
