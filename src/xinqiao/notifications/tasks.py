"""Work of the room `notifications` that runs in the worker."""

from procrastinate.contrib.django import app

from xinqiao.kit.time import now
from xinqiao.notifications.services.deliver import deliver_due


@app.periodic(cron="* * * * * */5", periodic_id="notifications.deliver")
@app.task(name="notifications.deliver", queueing_lock="notifications.deliver")
def deliver(timestamp: int) -> None:
    """Send due text messages, every five seconds."""
    while deliver_due(at=now()):
        pass
