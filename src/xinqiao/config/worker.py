"""The background worker: runs the jobs and the periodic tasks of all rooms."""

import asyncio

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector


def run(*, concurrency: int) -> None:
    """Work until SIGINT or SIGTERM; a running job gets ten seconds to end."""
    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("The worker needs the connector that Django configures.")
    with app.replace_connector(connector.get_worker_connector()) as worker_app:
        asyncio.run(_work(worker_app, concurrency))


async def _work(worker_app: object, concurrency: int) -> None:
    async with worker_app.open_async():  # type: ignore[attr-defined]
        await worker_app.run_worker_async(  # type: ignore[attr-defined]
            concurrency=concurrency,
            name="xinqiao",
            fetch_job_polling_interval=5.0,
            shutdown_graceful_timeout=10.0,
            delete_jobs="successful",
        )
