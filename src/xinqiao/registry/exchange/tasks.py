"""Work of the exchange that runs in the worker."""

from procrastinate.contrib.django import app

from xinqiao.kit.time import now
from xinqiao.registry.exchange.services.file_import import forget_old_imports, work_on_imports


@app.periodic(cron="* * * * * */3", periodic_id="registry.take_files_in")
@app.task(name="registry.take_files_in", queueing_lock="registry.take_files_in", pass_context=False)
def take_files_in(timestamp: int) -> None:
    """Check and take in the files of people that wait; a broken one goes on where it stopped."""
    work_on_imports(at=now())


@app.periodic(cron="30 18 * * *", periodic_id="registry.forget_files")  # 02:30 in Shanghai
@app.task(name="registry.forget_files", queueing_lock="registry.forget_files", pass_context=False)
def forget_files(timestamp: int) -> None:
    """Remove files and refused rows that are 30 days old."""
    forget_old_imports(at=now())
