"""Work of the room `care` that runs in the worker."""

import logging

from procrastinate.contrib.django import app

from xinqiao.care.services.propose import propose_everywhere
from xinqiao.care.services.ring import sweep_offers
from xinqiao.care.services.serving import mark_missed, plan_services
from xinqiao.kit.time import now

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *", periodic_id="care.ring")
@app.task(name="care.ring", queueing_lock="care.ring", pass_context=False)
def ring_on(timestamp: int) -> None:
    """Pass on calls that nobody has answered in time."""
    if passed := sweep_offers(at=now()):
        logger.info("calls passed on: %s", passed)


@app.periodic(cron="10 * * * *", periodic_id="care.services")
@app.task(name="care.services", queueing_lock="care.services", pass_context=False)
def keep_services(timestamp: int) -> None:
    """Plan the next two weeks, and mark what was missed."""
    at = now()
    plan_services(at=at)
    while mark_missed(at=at):
        pass


@app.periodic(cron="30 19 * * *", periodic_id="care.propose")
@app.task(name="care.propose", queueing_lock="care.propose", pass_context=False)
def propose_nightly(timestamp: int) -> None:
    """Propose classes for those who grew older or were given a category; at half past three."""
    propose_everywhere(at=now())
