"""Work of the room `registry` that runs in the worker."""

from procrastinate.contrib.django import app

from xinqiao.kit.time import now
from xinqiao.registry.services.retention import BATCH, sweep


@app.periodic(cron="10 19 * * *", periodic_id="registry.retention")  # 03:10 in Shanghai
@app.task(name="registry.retention", queueing_lock="registry.retention", pass_context=False)
def keep_and_erase(timestamp: int) -> None:
    """Lock what has served its purpose and erase what has been locked long enough."""
    while True:
        swept = sweep(at=now())
        if max(swept.stored, swept.erased) < BATCH:
            return
