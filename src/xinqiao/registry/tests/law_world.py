"""People of the small town, for the tests about personal data."""

from __future__ import annotations

from datetime import date
from typing import Any

from xinqiao.grid.models import Area
from xinqiao.grid.tests.support import AT
from xinqiao.registry import sealed
from xinqiao.registry.models import Person, Tag

NUMBER, PHONE = "51108319490307006X", "13890512345"


def add_person(area: Area, name: str = "周秀英", **extra: Any) -> Person:
    """A person as the capture writes one."""
    number, phone = extra.pop("number", NUMBER), extra.pop("phone", PHONE)
    number_sealed, number_index = sealed.seal_citizen_number(number)
    phone_sealed, phone_index = sealed.seal_phone(phone)
    fields: dict[str, Any] = {
        "born_on": date(1949, 3, 7),
        "created_at": AT,
        "updated_at": AT,
        **extra,
    }
    return Person.objects.create(
        name=name,
        area=area,
        area_path=area.path,
        citizen_number_sealed=number_sealed,
        citizen_number_index=number_index,
        phone_sealed=phone_sealed,
        phone_index=phone_index,
        **fields,
    )


def add_tag(code: str, name: str, *, is_sensitive: bool = False) -> Tag:
    """A category, made when the register does not know it yet."""
    return Tag.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "definition": name,
            "is_sensitive": is_sensitive,
            "valid_from": AT,
        },
    )[0]
