"""Work of the room `registry` that runs in the worker."""

from procrastinate.contrib.django import app

from xinqiao.kit.time import now
from xinqiao.registry.exchange import tasks  # noqa: F401  found by the worker through this module
from xinqiao.registry.services.deriving import derive_tags
from xinqiao.registry.services.retention import BATCH, sweep
from xinqiao.registry.services.stragglers import bring_stragglers


@app.periodic(cron="10 19 * * *", periodic_id="registry.retention")  # 03:10 in Shanghai
@app.task(name="registry.retention", queueing_lock="registry.retention", pass_context=False)
def keep_and_erase(timestamp: int) -> None:
    """Bring late rows to kept records, lock what has served its purpose, erase what is over."""
    bring_stragglers(at=now())
    while True:
        swept = sweep(at=now())
        if max(swept.stored, swept.erased) < BATCH:
            return


@app.periodic(cron="20 16 * * *", periodic_id="registry.derive_tags")  # 00:20 in Shanghai
@app.task(name="registry.derive_tags", queueing_lock="registry.derive_tags", pass_context=False)
def follow_birthdays(timestamp: int) -> None:
    """Begin and end the categories that follow from age and household, as of today."""
    derive_tags(at=now())
