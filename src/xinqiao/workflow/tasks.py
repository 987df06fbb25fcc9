"""Work of the room `workflow` that runs in the worker."""

import logging
from typing import Final

from django.core.cache import cache
from procrastinate.contrib.django import app

from xinqiao.kit.time import format_iso, now
from xinqiao.workflow.services.sweep import sweep

# When the sweep last came to its end; health checks and operators look here.
HEARTBEAT: Final = "workflow.sweep.heartbeat"
HEARTBEAT_SECONDS: Final = 3600

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *", periodic_id="workflow.sweep")
@app.task(name="workflow.sweep", queueing_lock="workflow.sweep", pass_context=False)
def sweep_deadlines(timestamp: int) -> None:
    """Remind, climb and expire what is due; what another holds is taken in the next minute."""
    done = sweep(at=now())
    cache.set(HEARTBEAT, format_iso(now()), HEARTBEAT_SECONDS)
    if done.reminded or done.escalated or done.expired or done.failed:
        logger.info("swept: %s", done)
