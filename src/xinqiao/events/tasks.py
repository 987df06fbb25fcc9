"""Work of the room `events` that runs in the worker."""

from procrastinate.contrib.django import app

from xinqiao.events.services.outbox import drain
from xinqiao.events.services.seal import seal_events
from xinqiao.kit.time import now

BATCHES = 200


@app.periodic(cron="* * * * * */3", periodic_id="events.drain")
@app.task(name="events.drain", queueing_lock="events.drain", pass_context=False)
def drain_outbox(timestamp: int) -> None:
    """Deliver what is due, batch by batch; what remains waits for the next round in 3 s."""
    for _batch in range(BATCHES):
        if drain(at=now()).taken == 0:
            return


@app.periodic(cron="* * * * *", periodic_id="events.seal")
@app.task(name="events.seal", queueing_lock="events.seal", pass_context=False)
def seal_log(timestamp: int) -> None:
    """Close what was logged since the last minute into the hash chain."""
    seal_events(at=now())
