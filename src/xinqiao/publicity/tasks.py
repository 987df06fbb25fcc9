"""Work of the room `publicity` that runs in the worker."""

from procrastinate.contrib.django import app

from xinqiao.kit.time import now
from xinqiao.publicity.services.sweep import sweep_listings


@app.periodic(cron="* * * * *", periodic_id="publicity.sweep")
@app.task(name="publicity.sweep", queueing_lock="publicity.sweep", pass_context=False)
def sweep_lists(timestamp: int) -> None:
    """Publish and expire what is due; what is left is taken in the next minute."""
    sweep_listings(at=now())
