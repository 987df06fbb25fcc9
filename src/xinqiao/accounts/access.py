"""Who acts, and with which duties: the one thing every selector and service is handed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A duty that a post carries (岗位职责). Residents hold no post."""

    STAIRWELL_LEADER = "stairwell_leader", _("Stairwell leader")  # 楼门组长
    GRID_WORKER = "grid_worker", _("Grid worker")  # 网格员
    GRID_LEADER = "grid_leader", _("Grid leader")  # 网格长
    COMMUNITY = "community", _("Community staff")  # 社区
    STREET = "street", _("Street staff")  # 街道
    DEPARTMENT = "department", _("Department or company")  # 部门、物业、公用单位
    COUNTY = "county", _("County supervisor")  # 区县督办
    HOTLINE = "hotline", _("Hotline clerk")  # 热线话务员
    SYSTEM_ADMIN = "system_admin", _("System administrator")  # 系统管理员
    SECURITY_ADMIN = "security_admin", _("Security administrator")  # 安全管理员
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")  # 审计管理员


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
GRID_ROLES = frozenset({Role.STAIRWELL_LEADER, Role.GRID_WORKER, Role.GRID_LEADER})
AREA_STAFF = frozenset({Role.COMMUNITY, Role.STREET, Role.COUNTY})
DISPATCHERS = AREA_STAFF | {Role.HOTLINE}


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post somebody holds now. `area_path` ends with a dot and covers what is below."""

    post_id: int
    role: Role
    area_id: int
    area_path: str
    organisation_id: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a click, the product itself (`SYSTEM`), or nobody known (`ANONYMOUS`)."""

    user_id: int | None
    name: str
    posts: tuple[HeldPost, ...] = ()
    is_system: bool = False

    @property
    def is_anonymous(self) -> bool:
        return self.user_id is None and not self.is_system

    @property
    def is_staff(self) -> bool:
        return bool(self.posts)

    @property
    def label(self) -> str:
        """The name as a timeline shows it, with the post where there is one."""
        return f"{self.name} · {self.posts[0].title}" if self.posts else self.name

    @property
    def post_ids(self) -> tuple[int, ...]:
        return tuple(post.post_id for post in self.posts)

    @property
    def organisation_ids(self) -> tuple[int, ...]:
        return tuple({p.organisation_id for p in self.posts if p.organisation_id is not None})

    def has_role(self, *roles: Role) -> bool:
        return any(post.role in roles for post in self.posts)

    def area_paths(self, *roles: Role) -> tuple[str, ...]:
        """Paths of the areas held in one of `roles`; a path inside another of them is dropped."""
        paths = sorted({post.area_path for post in self.posts if post.role in roles})
        kept: list[str] = []
        for path in paths:
            if not kept or not path.startswith(kept[-1]):
                kept.append(path)
        return tuple(kept)

    def post_in(self, area_path: str) -> HeldPost | None:
        """The deepest held post whose area contains `area_path`: the one that signs there."""
        holding = [post for post in self.posts if area_path.startswith(post.area_path)]
        return max(holding, key=lambda post: len(post.area_path), default=None)


SYSTEM = Actor(user_id=None, name="system", is_system=True)
ANONYMOUS = Actor(user_id=None, name="")
