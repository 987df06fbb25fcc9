"""The demonstration: the stories played up to today, everyday requests in every state, and people
to sign in as."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.accounts.services.second_factor import enrol
from xinqiao.events.services.outbox import drain
from xinqiao.grid.models import Area
from xinqiao.grid.services.posts import open_post
from xinqiao.stories import registry
from xinqiao.stories.c1 import PLAN
from xinqiao.stories.everyday import play_everyday
from xinqiao.stories.everyday_care import begin_care, go_on_caring
from xinqiao.stories.everyday_supervision import close_files, open_files
from xinqiao.stories.everyday_visits import begin_visits, go_on_visiting
from xinqiao.stories.people import STAFF, people
from xinqiao.stories.stage import Stage
from xinqiao.workflow.services.sweep import sweep

__all__ = ["fill", "people"]

BEIJING = ZoneInfo("Asia/Shanghai")
DAYS_BACK = 42  # the longest story needs five weeks; the rest are everyday requests
LATELY = timedelta(days=9)  # an objection to what is announced takes a week
# Those of the people whom one can sign in as; the others play in cities of their own.
PLAYED = ("C1", "C2", "C5", "C6")


def fill(*, on_progress: Callable[[str], None]) -> None:
    """Play everything, ending now. Refuses nothing and repeats nothing: call it once."""
    begin = _monday_morning(timezone.now() - timedelta(days=DAYS_BACK))
    for name in PLAYED:
        told = registry.run(name, begin=begin, keep=True)
        on_progress(f"{told.story.name}  {told.story.title}")
        if not told.holds:
            raise AssertionError(f"Story {name} did not end as its source says.")
    stage = Stage(begin)
    _administrators(stage)
    on_progress("everyday requests of the last weeks")
    play_everyday(stage, until=timezone.now() - LATELY, count=36, recent=3)
    on_progress("families, plans and visits")
    begin_visits(stage)
    on_progress("care of elders: classes, devices, helpers, calls")
    begin_care(stage)
    on_progress("supervision, meetings, praise, last month's assessment")
    files = open_files(stage)
    on_progress("everyday requests of the last days")
    play_everyday(stage, until=timezone.now(), count=32)
    close_files(stage, files)
    go_on_visiting(stage)
    go_on_caring(stage)
    _second_factors(stage)
    sweep(at=timezone.now())
    while drain(limit=500, at=timezone.now()).taken:
        pass


def _monday_morning(day: datetime) -> datetime:
    local = day.astimezone(BEIJING)
    monday = local - timedelta(days=local.weekday())
    return monday.replace(hour=8, minute=30, second=0, microsecond=0).astimezone(UTC)


def _administrators(stage: Stage) -> None:
    """The three kept apart, and the clerk of the hotline."""
    county = Area.objects.get(code=PLAN.chain[-2][0])
    for username, role, title in (
        ("hotline", Role.HOTLINE, "12345热线"),
        ("sysadmin", Role.SYSTEM_ADMIN, "系统管理员"),
        ("security", Role.SECURITY_ADMIN, "安全管理员"),
        ("auditor", Role.AUDIT_ADMIN, "审计管理员"),
    ):
        post = open_post(actor=SYSTEM, role=role, area_id=county.pk, title=title, at=stage.now)
        name = next(row[2] for row in STAFF if row[0] == username)
        stage.staff(username, name, post)


def _second_factors(stage: Stage) -> None:
    """Everybody of the demonstration has an authenticator, whose code `xinqiao otp` prints."""
    if not settings.DEMO:
        return
    for username, *_ in STAFF:
        enrol(user=stage.people[username])
