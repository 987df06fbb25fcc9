"""Jobs of a killed worker run again; where the next round waits already, they go."""

import asyncio

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from xinqiao.config.tasks import retry_stalled_jobs

pytestmark = pytest.mark.django_db(transaction=True)

LOST_WORKER = """
INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes')
RETURNING id
"""
JOB = """
INSERT INTO procrastinate_jobs (task_name, queue_name, status, queueing_lock, worker_id)
VALUES (%s, 'default', %s, %s, %s)
"""


def run_task():
    async def work():
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            async with worker.open_async():
                await retry_stalled_jobs.func(timestamp=0)

    asyncio.run(work())


def test_a_stalled_job_goes_back_to_the_queue_unless_its_next_round_waits():
    with connection.cursor() as cursor:
        cursor.execute(LOST_WORKER)
        lost = cursor.fetchone()[0]
        cursor.execute(JOB, ["alone", "doing", "alone", lost])
        cursor.execute(JOB, ["followed", "doing", "followed", lost])
        cursor.execute(JOB, ["followed", "todo", "followed", None])
    run_task()
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs ORDER BY task_name")
        assert cursor.fetchall() == [("alone", "todo"), ("followed", "todo")]
        cursor.execute("SELECT count(*) FROM procrastinate_workers")
        assert cursor.fetchone() == (0,)
