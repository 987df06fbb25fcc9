"""The people of the demonstration, one a role: for the table it prints and for its sign-in page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from xinqiao.accounts.hooks import DemoPerson
from xinqiao.accounts.models import User

PASSWORD = "xinqiao-2026"  # noqa: S105  the demo's people all share it, and only the demo has them


@dataclass(frozen=True, slots=True)
class DemoRow:
    """Somebody to sign in as."""

    username: str
    role: str
    name: str
    sign_in: str
    page: str


STAFF = (
    ("jinwu_grid3", "网格员 Grid worker", "孙悦", "/desk/"),
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


def people() -> list[DemoRow]:
    """One person a role, and how they sign in."""
    resident = DemoRow(
        "zhang", "居民 Resident", "张大娘", "13800000001 + 页面上的验证码 code on the page", "/"
    )
    staff = [
        DemoRow(username, role, name, f"{username} / {PASSWORD}, xinqiao otp {username}", page)
        for username, role, name, page in STAFF
    ]
    return [resident, *staff]


def offered(at: datetime) -> list[DemoPerson]:
    """Whom the sign-in page offers; nobody where the stories have not been played."""
    duties = {row.username: row.role for row in people()}
    users = User.objects.filter(username__in=duties, is_active=True)
    order = list(duties)
    return [
        DemoPerson(user.pk, user.display_name, duties[user.username])
        for user in sorted(users, key=lambda user: order.index(user.username))
    ]
