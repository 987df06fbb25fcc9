"""What a new place begins with. Chinese words, because they become rows that staff edit.

Tags are those of the register. Source: STORIES V5 (太原 南内环街二社区).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any, Final

CLASSES: Final[tuple[dict[str, Any], ...]] = (
    {
        "code": "A",
        "name": "A类：失能、半失能",
        "definition": "60岁以上，日常起居需要他人照料的老人。",
        "entitlement": "上门服务、适老化安装、每周两次走访或电话。",
        "rule": {"age_from": 60, "tags_any": ["disabled_elder", "half_disabled"]},
        "review_months": 3,
        "contacts_per_week": 2,
        "has_home_service": True,
        "is_sensitive": True,
    },
    {
        "code": "B",
        "name": "B类：独居、空巢、失独、伤残",
        "definition": "60岁以上，独居、空巢、失独或持残疾证，生活能够自理的老人。",
        "entitlement": "手环、夜灯、适老化安装、每周两次走访或电话。",
        "rule": {
            "age_from": 60,
            "tags_any": ["living_alone", "empty_nest", "lost_only_child", "disabled"],
        },
        "review_months": 6,
        "contacts_per_week": 2,
    },
    {
        "code": "C",
        "name": "C类：高龄",
        "definition": "80岁以上，与家人同住、生活能够自理的老人。",
        "entitlement": "手环、夜灯、扶手、每周一次走访或电话。",
        "rule": {"age_from": 80},
        "review_months": 6,
        "contacts_per_week": 1,
    },
    {
        "code": "D",
        "name": "D类：其他老人",
        "definition": "60岁以上的其他老人。",
        "entitlement": "一键呼叫、节日慰问。",
        "rule": {"age_from": 60},
        "review_months": 12,
    },
)


@dataclass(frozen=True, slots=True)
class WareRow:
    """A ware; classes: who may have it."""

    code: str
    name: str
    needs_fitting: bool
    classes: tuple[str, ...]


WARES: Final = (
    WareRow("handrail", "扶手", True, ("A", "B", "C")),
    WareRow("grab_bar", "抓杆", True, ("A", "B", "C")),
    WareRow("shower_chair", "淋浴椅", True, ("A", "B")),
    WareRow("care_bed", "护理型床位", True, ("A",)),
    WareRow("bracelet", "手环", False, ("A", "B", "C")),
    WareRow("night_light", "感应夜灯", False, ("A", "B", "C", "D")),
    WareRow("walking_stick", "手杖", False, ("A", "B", "C", "D")),
)

SERVICE_KINDS: Final = (
    ("bath", "助浴", 90),
    ("haircut", "理发", 40),
    ("nails", "剪指甲", 20),
    ("company", "陪聊", 60),
    ("cleaning", "助洁", 90),
    ("dressing", "上门换药", 30),
)

HELP_KINDS: Final[tuple[dict[str, Any], ...]] = (
    {
        "code": "escort",
        "name": "陪同就医",
        "icon": "stethoscope",
        "is_medical": True,
        "skills": ["急救"],
    },
    {"code": "repair", "name": "上门维修", "icon": "tool", "skills": ["水电"]},
    {"code": "shopping", "name": "代买代办", "icon": "shopping-cart"},
    {"code": "meal", "name": "送餐", "icon": "soup"},
    {
        "code": "stretcher",
        "name": "夜间担架",
        "icon": "ambulance",
        "is_medical": True,
        "skills": ["搬抬"],
        "answer_minutes": 2,
        "duty_from": time(20),
        "duty_until": time(7),
    },
    {"code": "company", "name": "陪伴聊天", "icon": "message-heart"},
    {"code": "other", "name": "其他帮助", "icon": "heart-handshake"},
)
