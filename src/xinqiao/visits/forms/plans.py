"""What community staff fill in for plans and leave, and grid workers on today's list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinqiao.visits.models import BeatChoice, Contact, OwnerRule, Plan, Target
from xinqiao.visits.services.plans import PlanDraft

Choices = Sequence[tuple[Any, str | Promise]]
NOTHING = ("", "—")
WEEKDAYS = (
    (0, _("Mon")),
    (1, _("Tue")),
    (2, _("Wed")),
    (3, _("Thu")),
    (4, _("Fri")),
    (5, _("Sat")),
    (6, _("Sun")),
)


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PlanForm(forms.Form):
    """Who is to be seen, how often, by whom."""

    name = forms.CharField(label=_("Name of the plan"), max_length=60)
    area = forms.TypedChoiceField(label=_("Area"), coerce=int)
    place = forms.TypedChoiceField(
        label=_("Only this building"), coerce=int, required=False, empty_value=None
    )
    target = forms.ChoiceField(label=_("Whom"), choices=Target, widget=forms.RadioSelect)
    tags = forms.TypedMultipleChoiceField(
        label=_("Categories of people"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One of them is enough. Choose none for everybody."),
    )
    beat = forms.ChoiceField(label=_("How often"), choices=BeatChoice, widget=forms.RadioSelect)
    times = forms.IntegerField(
        label=_("Contacts in each week"), min_value=1, max_value=7, required=False
    )
    every = forms.IntegerField(
        label=_("Days from one to the next"), min_value=1, max_value=366, required=False
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    gap = forms.IntegerField(
        label=_("Days at least between two contacts"), min_value=1, max_value=28, required=False
    )
    contact = forms.ChoiceField(label=_("What counts"), choices=Contact, widget=forms.RadioSelect)
    form_code = forms.ChoiceField(label=_("Form to fill in"), required=False)
    owner_rule = forms.ChoiceField(
        label=_("On whose list"), choices=OwnerRule, widget=forms.RadioSelect
    )
    owner_post = forms.TypedChoiceField(
        label=_("This post"), coerce=int, required=False, empty_value=None
    )
    skips_holidays = forms.BooleanField(label=_("Not on days off"), required=False)
    valid_from = forms.DateField(
        label=_("First day"),
        required=False,
        widget=DayInput(),
        help_text=_("Leave it empty to begin today."),
    )
    valid_until = forms.DateField(label=_("Ends on"), required=False, widget=DayInput())

    def __init__(
        self,
        *args: Any,
        areas: Choices,
        places: Choices,
        tags: Choices,
        posts: Choices,
        forms_in_use: Choices,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, Choices] = {
            "area": areas,
            "place": [NOTHING, *places],
            "tags": tags,
            "owner_post": [NOTHING, *posts],
            "form_code": [NOTHING, *forms_in_use],
        }
        for name, choices in offered.items():
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    def draft(self) -> PlanDraft:
        """The plan as it was told."""
        told = self.cleaned_data
        return PlanDraft(
            name=told["name"],
            area_id=told["area"],
            place_id=told["place"],
            target=told["target"],
            tag_ids=tuple(told["tags"]),
            beat=told["beat"],
            times=told["times"] or 1,
            every=told["every"] or 1,
            weekdays=tuple(told["weekdays"]),
            gap=told["gap"] or 1,
            contact=told["contact"],
            form_code=told["form_code"],
            owner_rule=told["owner_rule"],
            owner_post_id=told["owner_post"],
            skips_holidays=told["skips_holidays"],
            valid_from=told["valid_from"],
            valid_until=told["valid_until"],
        )


def known_plan(plan: Plan | None) -> dict[str, Any]:
    """What the form shows first: the plan that is changed, or the usual."""
    if plan is None:
        return {
            "target": Target.PERSON,
            "beat": BeatChoice.WEEKLY,
            "times": 2,
            "gap": 2,
            "contact": Contact.EITHER,
            "owner_rule": OwnerRule.WORKER,
        }
    names = (
        "name", "target", "beat", "times", "every", "weekdays", "gap", "contact", "form_code",
        "owner_rule", "skips_holidays", "valid_until",
    )  # fmt: skip
    return {name: getattr(plan, name) for name in names} | {
        "area": plan.area_id,
        "place": plan.place_id,
        "owner_post": plan.owner_post_id,
        "tags": [tag.pk for tag in plan.tags.all()],
    }


class SkipForm(forms.Form):
    """Why a visit is left out."""

    reason = forms.CharField(label=_("Why is it left out?"), max_length=200)


class LeaveForm(forms.Form):
    """Who is away, who stands in, from when until when."""

    post = forms.TypedChoiceField(label=_("Who is away"), coerce=int)
    substitute = forms.TypedChoiceField(label=_("Who stands in"), coerce=int)
    first_day = forms.DateField(label=_("First day"), widget=DayInput())
    last_day = forms.DateField(label=_("Last day"), widget=DayInput())

    def __init__(self, *args: Any, posts: Choices, others: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = list(posts)  # type: ignore[attr-defined]
        self.fields["substitute"].choices = list(others)  # type: ignore[attr-defined]


class WeightForm(forms.Form):
    """What one signal is worth."""

    code = forms.CharField(widget=forms.HiddenInput)
    weight = forms.IntegerField(label=_("Weight, percent"), min_value=1, max_value=100)
    half_life_days = forms.IntegerField(label=_("Half-life, days"), min_value=1, max_value=3650)


class ThresholdForm(forms.Form):
    """Below how many points somebody is stale."""

    threshold = forms.IntegerField(label=_("Stale below (points)"), min_value=1, max_value=99)


class DeclareForm(forms.Form):
    """What a resident says of the own record."""

    lives_here = forms.TypedChoiceField(
        label=_("Do you still live here?"),
        choices=[("yes", _("Yes, I live here")), ("no", _("No, I have moved away"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What has changed?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: my son moved in with me in May."),
    )
    phone = forms.CharField(
        label=_("New telephone number"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )


class SettleForm(forms.Form):
    """Whether what was declared is in the register now."""

    accept = forms.TypedChoiceField(
        label=_("Is it in the register?"),
        choices=[("yes", _("Entered")), ("no", _("Not entered"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("Answer to the resident"), max_length=200, required=False)
