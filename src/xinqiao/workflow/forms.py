"""What administrators fill in: limits, dispatch rules, days of the calendar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import day_start
from xinqiao.workflow.models import DayKind, Unit
from xinqiao.workflow.planning import YELLOW_PERCENT
from xinqiao.workflow.services.deadlines import MAX_AMOUNT
from xinqiao.workflow.services.dispatch_rules import TARGET_ROLES, RuleDraft
from xinqiao.workflow.services.working_calendar import FIRST_YEAR, LAST_YEAR

Choices = Sequence[tuple[str, str | Promise]]
ALL: tuple[str, Promise] = ("", _("All"))
FROM_HELP = _("Leave it empty to begin now. What is already running stays as it is.")


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _from_field() -> forms.DateField:
    return forms.DateField(
        label=_("Holds from"), required=False, widget=DayInput(), help_text=FROM_HELP
    )


class LimitForm(forms.Form):
    """A limit of one clock for one category or for all."""

    clock = forms.ChoiceField(label=_("Clock"))
    category = forms.ChoiceField(label=_("Category"), required=False)
    amount = forms.DecimalField(
        label=_("How long"), min_value=Decimal("0.01"), max_value=MAX_AMOUNT, decimal_places=2
    )
    unit = forms.ChoiceField(label=_("Counted in"), choices=Unit.choices)
    yellow_percent = forms.IntegerField(
        label=_("Yellow when this share of the time is left, in percent"),
        min_value=1,
        max_value=99,
        initial=YELLOW_PERCENT,
    )
    valid_from = _from_field()

    def __init__(self, *args: Any, clocks: Choices, categories: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, clock=clocks, category=[ALL, *categories])

    def values(self) -> dict[str, Any]:
        """The arguments of `save_limit`."""
        told = self.cleaned_data
        flow, clock = told["clock"].split("/", 1)
        return {
            "flow": flow,
            "clock": clock,
            "category_code": told["category"],
            "amount": told["amount"],
            "unit": told["unit"],
            "yellow_percent": told["yellow_percent"],
            "valid_from": _moment(told["valid_from"]),
        }


class RuleForm(forms.Form):
    """A dispatch rule: a category in an area goes to a role or a unit."""

    flow = forms.ChoiceField(label=_("Kind of item"))
    category = forms.ChoiceField(label=_("Category"), required=False)
    area = forms.ChoiceField(label=_("Area"), required=False)
    target_role = forms.ChoiceField(
        label=_("Goes to the nearest post with this role"),
        required=False,
        choices=[("", "—"), *((role.value, role.label) for role in TARGET_ROLES)],
    )
    target_organisation = forms.ChoiceField(
        label=_("Or to this unit"), required=False, help_text=_("Choose a role or a unit.")
    )
    may_return = forms.BooleanField(
        label=_("It may be sent back with a reason"), required=False, initial=True
    )
    priority = forms.IntegerField(
        label=_("Priority"),
        min_value=-100,
        max_value=100,
        initial=0,
        help_text=_("Among equally specific rules the higher one counts."),
    )
    note = forms.CharField(label=_("Note for colleagues"), required=False, max_length=200)
    valid_from = _from_field()

    def __init__(
        self,
        *args: Any,
        flows: Choices,
        categories: Choices,
        areas: Choices,
        units: Choices,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(
            self,
            flow=flows,
            category=[ALL, *categories],
            area=[("", _("Everywhere")), *areas],
            target_organisation=[("", "—"), *units],
        )

    def draft(self) -> RuleDraft:
        """What was filled in."""
        told = self.cleaned_data
        return RuleDraft(
            flow=told["flow"],
            category_code=told["category"],
            area_id=int(told["area"]) if told["area"] else None,
            target_role=told["target_role"],
            target_organisation_id=int(told["target_organisation"] or 0) or None,
            may_return=told["may_return"],
            priority=told["priority"],
            note=told["note"],
            valid_from=_moment(told["valid_from"]),
        )


class YearForm(forms.Form):
    """A year of the calendar."""

    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)


class DayForm(forms.Form):
    """One special day."""

    day = forms.DateField(label=_("Day"), widget=DayInput())
    kind = forms.ChoiceField(label=_("What it is"), choices=DayKind.choices)
    name = forms.CharField(label=_("Name"), required=False, max_length=60)


def done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do what a valid form asks for; show a refusal in the form and answer False."""
    if not form.is_valid():
        return False
    try:
        act()
    except DomainError as error:
        name = error.field if error.field in form.fields else None
        form.add_error(name, error.sentence())
        return False
    return True


def _choose(form: forms.Form, **choices: Choices) -> None:
    for name, offered in choices.items():
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        field.choices = list(offered)


def _moment(day: Any) -> datetime | None:
    return day_start(day) if day else None
