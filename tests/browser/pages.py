"""Every page a person can open, and as whom."""

from __future__ import annotations

from tests.browser.world import World

PAGES: list[tuple[str | None, str]] = [
    (None, "/"),
    (None, "/report/"),
    (None, "/d/{plate}"),
    (None, "/d/unknown"),
    (None, "/r/{token}"),
    (None, "/r/{token}/sent"),
    (None, "/track/"),
    (None, "/wall/"),
    (None, "/accounts/login/"),
    (None, "/accounts/staff/"),
    (None, "/nothing-here"),
    ("resident", "/"),
    ("resident", "/my/"),
    ("worker", "/field/report/"),
    ("worker", "/desk/"),
    ("worker", "/desk/work/"),
    ("worker", "/cases/{number}/"),
    ("community", "/desk/"),
    ("community", "/desk/work/"),
    ("community", "/desk/map/"),
    ("community", "/desk/statistics/"),
    ("community", "/desk/call-backs/"),
    ("community", "/cases/{number}/"),
    ("county", "/desk/"),
    ("county", "/desk/work/?colour=red"),
    ("sysadmin", "/desk/"),
    ("sysadmin", "/admin/cases/categories/"),
    ("security", "/admin/users/"),
    ("auditor", "/admin/audit/"),
    ("community", "/accounts/2fa/"),
    ("community", "/accounts/logout/"),
]


def address(path: str, world: World) -> str:
    """Fill the placeholders of a path with what the town has."""
    return path.format(plate=world.plate, token=world.tokens[0], number=world.numbers[1])
