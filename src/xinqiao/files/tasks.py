"""Work of the room `files` that runs in the worker."""

from procrastinate.contrib.django import app

from xinqiao.files.services.expire import expire_unclaimed
from xinqiao.kit.time import now


@app.periodic(cron="*/20 * * * *", periodic_id="files.expire")
@app.task(name="files.expire_unclaimed", queueing_lock="files.expire")
def expire_uploads(timestamp: int) -> None:
    """Remove uploads that nobody claimed within a day."""
    while expire_unclaimed(at=now()):
        pass
