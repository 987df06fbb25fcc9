"""What elders and helpers send."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PressForm(forms.Form):
    """One tap. The place comes from the telephone where its holder allows it."""

    kind = forms.CharField(max_length=20)
    address = forms.CharField(label=_("Unit and door"), required=False, max_length=40)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)


class RateForm(forms.Form):
    """One to five stars."""

    score = forms.TypedChoiceField(
        label=_("How was the help?"),
        coerce=int,
        choices=[(n, str(n)) for n in range(1, 6)],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("A few words"), required=False, max_length=500)


class FinishForm(forms.Form):
    """What was done."""

    words = forms.CharField(
        label=_("What was done"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class GiveBackForm(forms.Form):
    """Why somebody else must go."""

    reason = forms.CharField(label=_("What came between"), max_length=200)
