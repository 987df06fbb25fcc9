"""Work of the room `cases` that runs in the worker."""

import logging

from procrastinate.contrib.django import app

from xinqiao.kit.time import now

logger = logging.getLogger(__name__)


@app.periodic(cron="40 18 * * *", periodic_id="cases.retrain_suggestions")  # 02:40 in Shanghai
@app.task(
    name="cases.retrain_suggestions", queueing_lock="cases.retrain_suggestions", pass_context=False
)
def retrain_suggestions(timestamp: int) -> None:
    """Let the suggestions of categories learn from what staff have corrected."""
    # Only the worker needs the libraries of learning; the web processes start without them.
    from xinqiao.cases.suggesting.services.retrain import retrain_when_corrected

    version = retrain_when_corrected(at=now())
    if version is not None:
        logger.info(
            "suggestions: version %s, accuracy %.3f, %s",
            version.number,
            version.record.metrics.grouped_accuracy,
            version.record.verdict.value,
        )
