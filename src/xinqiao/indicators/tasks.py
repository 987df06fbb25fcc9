"""Work of the room `indicators` that runs in the worker."""

from procrastinate.contrib.django import app

from xinqiao.indicators.services.feed import follow
from xinqiao.kit.time import now


@app.periodic(cron="* * * * * */5", periodic_id="indicators.follow")
@app.task(name="indicators.follow", queueing_lock="indicators.follow", pass_context=False)
def follow_log(timestamp: int) -> None:
    """Take new events into the figures; what is not settled yet waits for the next round."""
    follow(at=now())
