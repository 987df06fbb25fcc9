"""The demonstration: the stories played up to today, everyday requests in every state, and people
to sign in as."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
from xinqiao.stories.stage import PASSWORD, Stage
from xinqiao.workflow.services.sweep import sweep

BEIJING = ZoneInfo("Asia/Shanghai")
DAYS_BACK = 21  # the stories need two weeks; the rest are everyday requests


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to sign in as."""

    username: str
    role: str
    name: str
    sign_in: str
    page: str


_STAFF = (
    ("jinwu_grid3", "网格员 Grid worker", "孙悦", "/field/"),
    ("jinwu_desk", "社区 Community", "刘书记", "/desk/"),
    ("jinwu_desk2", "社区回访 Call-back", "何社工", "/desk/"),
    ("jinding_street", "街道 Street", "马主任", "/desk/"),
    ("water", "部门 Department", "自来水公司田师傅", "/desk/"),
    ("shijingshan", "区督办 County supervisor", "区督办高科长", "/desk/"),
    ("hotline", "热线 Hotline clerk", "热线小丁", "/field/report/"),
    ("sysadmin", "系统管理员 System administrator", "系统管理员小白", "/admin/grid/"),
    ("security", "安全管理员 Security administrator", "安全管理员小严", "/admin/users/"),
    ("auditor", "审计管理员 Audit administrator", "审计管理员小静", "/admin/audit/"),
)


def people() -> list[DemoPerson]:
    """One person a role, and how they sign in."""
    resident = DemoPerson(
        "zhang", "居民 Resident", "张大娘", "13800000001 + 页面上的验证码 code on the page", "/"
    )
    staff = [
        DemoPerson(username, role, name, f"{username} / {PASSWORD}, xinqiao otp {username}", page)
        for username, role, name, page in _STAFF
    ]
    return [resident, *staff]


def fill(*, on_progress: Callable[[str], None]) -> None:
    """Play everything, ending now. Refuses nothing and repeats nothing: call it once."""
    begin = _monday_morning(timezone.now() - timedelta(days=DAYS_BACK))
    for name in registry.names():
        told = registry.run(name, begin=begin, keep=True)
        on_progress(f"{told.story.name}  {told.story.title}")
        if not told.holds:
            raise AssertionError(f"Story {name} did not end as its source says.")
    stage = Stage(begin)
    _administrators(stage)
    on_progress("everyday requests of the last days")
    play_everyday(stage, until=timezone.now())
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
        name = next(row[2] for row in _STAFF if row[0] == username)
        stage.staff(username, name, post)


def _second_factors(stage: Stage) -> None:
    """Everybody of the demonstration has an authenticator, whose code `xinqiao otp` prints."""
    if not settings.DEMO:
        return
    for username, *_ in _STAFF:
        enrol(user=stage.people[username])
