"""From when until when statistics are counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.kit.time import day_range, day_start

_DAYS = 30


class PeriodForm(forms.Form):
    """Two days in Shanghai, both included."""

    since = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        """The second day must not lie before the first."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day lies before the first one."))
        return data

    def moments(self) -> tuple[datetime, datetime]:
        """Half-open interval as aware UTC moments."""
        return day_start(self.cleaned_data["since"]), day_range(self.cleaned_data["until"])[1]

    @classmethod
    def last_days(cls, today: date) -> PeriodForm:
        """The last thirty days, today included."""
        first = today - timedelta(days=_DAYS - 1)
        return cls({"since": first.isoformat(), "until": today.isoformat()})
