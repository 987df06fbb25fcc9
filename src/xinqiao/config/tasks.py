"""Housekeeping of the worker itself."""

from procrastinate.contrib.django import app

STALLED_SECONDS = 45.0


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="config.retry_stalled_jobs", pass_context=False)
async def retry_stalled_jobs(timestamp: int) -> None:
    """Give jobs of a killed worker to a living one.

    A job may so run twice, which is harmless: every job of the house is idempotent.
    """
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        await manager.retry_job(job)
    await manager.prune_stalled_workers(STALLED_SECONDS)
