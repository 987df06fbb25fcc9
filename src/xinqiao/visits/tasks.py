"""Work of the room `visits` that runs in the worker."""

import logging

from procrastinate.contrib.django import app

from xinqiao.kit.time import now
from xinqiao.visits.services.rounds import make_rounds
from xinqiao.visits.services.signals import read_log, refresh_all

logger = logging.getLogger(__name__)


@app.periodic(cron="*/10 * * * *", periodic_id="visits.rounds")
@app.task(name="visits.rounds", queueing_lock="visits.rounds", pass_context=False)
def make_due_rounds(timestamp: int) -> None:
    """Begin the windows that begin today; nothing to do costs two statements."""
    done = make_rounds(at=now())
    if done.plans:
        logger.info("visit rounds: %s", done)


@app.periodic(cron="*/5 * * * *", periodic_id="visits.signals")
@app.task(name="visits.signals", queueing_lock="visits.signals", pass_context=False)
def read_signals(timestamp: int) -> None:
    """Read signals of freshness from the log; compute everybody anew after a change of weights."""
    read_log(at=now())
    refresh_all(at=now())
