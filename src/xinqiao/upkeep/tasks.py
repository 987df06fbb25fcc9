"""Work of the room `upkeep` that runs in the worker."""

import logging

from procrastinate.contrib.django import app

from xinqiao.kit.time import now
from xinqiao.upkeep.services.rounds import let_fall_due

logger = logging.getLogger(__name__)


@app.periodic(cron="*/15 * * * *", periodic_id="upkeep.rounds")
@app.task(name="upkeep.rounds", queueing_lock="upkeep.rounds", pass_context=False)
def open_due_upkeep(timestamp: int) -> None:
    """Let fall due what is owed today; nothing to do costs one statement."""
    made = let_fall_due(at=now())
    if made:
        logger.info("upkeep fell due: %s", made)
