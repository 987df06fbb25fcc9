"""Which of the counted items are listed, from the address of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

SIDES = (
    ("all", _("All that counted")),
    ("met", _("Those that earned")),
    ("missed", _("Those that did not")),
    ("left_out", _("Left out by a correction")),
)


class ItemFilter(forms.Form):
    """A line of the formula and a side of it."""

    part = forms.TypedChoiceField(label=_("Part"), required=False, coerce=int, empty_value=None)
    side = forms.ChoiceField(label=_("Which items"), choices=SIDES, required=False)

    def __init__(self, *args: Any, parts: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [("", _("All parts")), *parts]  # type: ignore[attr-defined]
