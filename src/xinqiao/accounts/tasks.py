"""Work of the room `accounts` that runs in the worker."""

from procrastinate.contrib.django import app

from xinqiao.accounts.services.limits import forget_old
from xinqiao.kit.time import now


@app.periodic(cron="17 * * * *", periodic_id="accounts.limits")
@app.task(name="accounts.forget_old_limits", queueing_lock="accounts.limits")
def forget_old_limits(timestamp: int) -> None:
    """Delete counters nobody needs any more, every hour."""
    forget_old(at=now())
