"""What statistics are counted: from when until when, where, and by what."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.cases.selectors.figures import By
from xinqiao.indicators.periods import Period

_DAYS = 30
GROUPS = (
    ("area", _("By area")),
    ("category", _("By category")),
    ("organisation", _("By unit")),
    ("day", _("By day")),
)


class PeriodForm(forms.Form):
    """Two days in Shanghai, both included; perhaps a part of one's area, and how to group."""

    since = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    area = forms.CharField(label=_("Area"), required=False, max_length=120)
    by = forms.ChoiceField(label=_("Grouped"), choices=GROUPS, required=False)

    def clean(self) -> dict[str, Any]:
        """The second day must not lie before the first."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day lies before the first one."))
        return data

    def moments(self) -> tuple[datetime, datetime]:
        """Half-open interval as aware UTC moments."""
        return self.period.starts_at, self.period.ends_at

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data["since"], self.cleaned_data["until"])

    @property
    def by_group(self) -> By:
        return cast(By, self.cleaned_data["by"] or GROUPS[0][0])

    @property
    def area_path(self) -> str:
        """A dotted path; what is none asks for everything."""
        path = str(self.cleaned_data["area"])
        return path if path.endswith(".") else ""

    @classmethod
    def last_days(cls, today: date) -> PeriodForm:
        """The last thirty days, today included."""
        first = today - timedelta(days=_DAYS - 1)
        return cls({"since": first.isoformat(), "until": today.isoformat()})
