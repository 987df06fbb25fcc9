"""Forms of upkeep: a plan, a turn that was done, a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.files.forms import PhotosField, TokensField
from xinqiao.upkeep.models import Plan

WEEKDAYS = (
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
)


class PlanForm(forms.Form):
    """What is to be done on a lane or facility, and how often."""

    kind = forms.ChoiceField(label=_("What is to be done"))
    every = forms.ChoiceField(label=_("How often"), choices=Plan.Every.choices)
    interval = forms.IntegerField(
        label=_("Every so many days"), min_value=1, max_value=366, initial=7, required=False
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    month_day = forms.IntegerField(
        label=_("Day of the month"), min_value=1, max_value=31, required=False
    )
    days_allowed = forms.IntegerField(
        label=_("Days allowed for it"), min_value=1, max_value=60, initial=2
    )
    starts_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = today

    @property
    def days(self) -> tuple[int, ...]:
        """The days that count for the chosen rhythm."""
        if self.cleaned_data["every"] == Plan.Every.WEEK:
            return tuple(self.cleaned_data["weekdays"])
        day = self.cleaned_data["month_day"]
        return (day,) if self.cleaned_data["every"] == Plan.Every.MONTH and day else ()


class ActionForm(forms.Form):
    """An action that needs nothing but the click."""

    def action_data(self) -> dict[str, Any]:
        """What `perform` is given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "photos"}


class CheckForm(ActionForm):
    """What was done, with photos; what is broken is reported at once."""

    photos = PhotosField(label=_("Photos of how it looks now"))
    words = forms.CharField(label=_("Words"), required=False, max_length=500)
    defect = forms.CharField(
        label=_("Is something broken?"),
        help_text=_("It becomes a request at once. Leave it empty when all is in order."),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )
    proof_tokens = TokensField()


class ReasonForm(ActionForm):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 2}))


FORMS: dict[str, type[ActionForm]] = {
    "check": CheckForm,
    "confirm": ActionForm,
    "send_back": ReasonForm,
    "drop": ReasonForm,
}
