"""Housekeeping of the worker itself."""

from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

STALLED_SECONDS = 45.0


@app.periodic(cron="* * * * *", periodic_id="config.retry_stalled_jobs")
@app.task(
    name="config.retry_stalled_jobs", queueing_lock="config.retry_stalled_jobs", pass_context=False
)
async def retry_stalled_jobs(timestamp: int) -> None:
    """Give jobs of a killed worker to a living one.

    A job may so run twice, which is harmless: every job of the house is idempotent. Where the
    next round of the same job waits already, the stalled one is superfluous and goes.
    """
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, status=Status.FAILED, delete_job=True)
    await manager.prune_stalled_workers(STALLED_SECONDS)
