"""Forms of the exchange: a file with its area, and what to give out and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.models import Area

ACCEPTED = ".xlsx,.xls,.csv"


def _areas(areas: list[Area]) -> list[tuple[str, str]]:
    lowest = min((area.level for area in areas), default=0)
    return [(area.code, "—" * (area.level - lowest) + area.name) for area in areas]


class FileForm(forms.Form):
    """A file of people and the area whose people they are."""

    area = forms.ChoiceField(label=_("People of"))
    file = forms.FileField(
        label=_("File (.xlsx or .csv)"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, *args: Any, areas: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        field.choices = _areas(areas)


class ExportForm(forms.Form):
    """Which people, as what, why, and whether numbers are written out."""

    area = forms.ChoiceField(label=_("People of"))
    kind = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[("xlsx", "Excel (.xlsx)"), ("csv", "CSV (UTF-8)"), ("gbk", "CSV (GBK)")],
    )
    reason = forms.CharField(
        label=_("What do you need it for?"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stays on record beside your name."),
    )
    full = forms.BooleanField(
        label=_("Write citizen and telephone numbers out"),
        required=False,
        help_text=_("Each of these people will see that your post has looked."),
    )

    def __init__(self, *args: Any, areas: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        field.choices = _areas(areas)
