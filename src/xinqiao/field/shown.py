"""Values of a command as people read them: yes and no in words, numbers of people masked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from xinqiao.field.contract import Clash, command_of
from xinqiao.kit.masks import mask_phone

# Telephone and citizen numbers; years, amounts and door numbers are shorter.
_NUMBER: Final = re.compile(r"\d{7,18}[Xx]?")


def in_words(value: Any) -> str:
    """One value for a page; empty for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return "、".join(in_words(one) for one in value)
    return str(masked(str(value)))


def masked(value: Any) -> Any:
    """The value with long numbers masked; lists and objects inside, too."""
    if isinstance(value, str):
        return _NUMBER.sub(lambda found: mask_phone(found.group()), value)
    if isinstance(value, list | tuple):
        return [masked(one) for one in value]
    if isinstance(value, dict):
        return {name: masked(one) for name, one in value.items()}
    return value


def for_sender(clash: Clash) -> dict[str, Any]:
    """A clash for who sent it: the own words in full, those of others masked."""
    return asdict(replace(clash, label=str(clash.label), theirs=masked(clash.theirs)))


def for_others(clash: Clash) -> dict[str, Any]:
    """A clash for whoever settles it."""
    hidden = replace(clash, base=masked(clash.base), mine=masked(clash.mine))
    return for_sender(hidden)


def label_of(kind: str) -> str:
    """What people call a kind of command; the kind itself where nobody has said."""
    command = command_of(kind)
    return str(command.label) if command and command.label else kind


def page_of(kind: str, data: Mapping[str, Any]) -> str:
    """Address of the page of what a command is about; empty where there is none."""
    command = command_of(kind)
    if command is None or command.page is None or "id" not in data:
        return ""
    return command.page(data)
