"""What administrators fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_MOST = 1000


class HeatRuleForm(forms.Form):
    """How heat is counted and how far back the machine looks."""

    window_days = forms.IntegerField(
        label=_("Days that the machine looks back"), min_value=1, max_value=_MOST
    )
    least_members = forms.IntegerField(
        label=_("Requests that make an issue"), min_value=2, max_value=_MOST
    )
    half_life_days = forms.FloatField(
        label=_("Days after which a request counts half"), min_value=0.1, max_value=_MOST
    )
    size_points = forms.FloatField(label=_("Points for each doubling of the requests"))
    recent_points = forms.FloatField(label=_("Points for each doubling of the recent requests"))
    support_points = forms.FloatField(label=_("Points for each doubling of those who joined"))
    waiting_points = forms.FloatField(label=_("Points when all requests wait for an answer"))
    late_points = forms.FloatField(label=_("Points when all requests are late"))
    spread_points = forms.FloatField(label=_("Points for each doubling of the days"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name.endswith("_points"):
                field.min_value, field.max_value = 0, _MOST  # type: ignore[attr-defined]
                field.validators += forms.FloatField(min_value=0, max_value=_MOST).validators
