"""Work of the room `issues` that runs in the worker."""

import logging

from procrastinate.contrib.django import app

from xinqiao.kit.time import now

logger = logging.getLogger(__name__)


@app.periodic(cron="*/5 * * * *", periodic_id="issues.discover")
@app.task(name="issues.discover", queueing_lock="issues.discover", pass_context=False)
def find_issues(timestamp: int) -> None:
    """Group what came in since the last round; an area where nothing changed costs nothing."""
    # Only the worker needs the libraries of learning; the web processes start without them.
    from xinqiao.issues.services.discover import discover

    found = discover(at=now())
    if found.created or found.joined:
        logger.info("issues: %s new, %s requests joined", found.created, found.joined)
