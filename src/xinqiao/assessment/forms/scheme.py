"""The editor of a scheme: one form, and a small table each of parts, criteria and groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinqiao.assessment.drafts import CriterionDraft, GroupDraft, PartDraft, SchemeDraft
from xinqiao.assessment.models import EmptyCounts, Period, UnitLevel
from xinqiao.kit.errors import DomainError
from xinqiao.workflow.forms import DayInput

Choices = Sequence[tuple[str, str | Promise]]
MOST_PARTS, MOST_CRITERIA, MOST_GROUPS = 12, 12, 12
BLANK_ROWS = 2
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Options:
    """What can be chosen: indicators of the flow, units of the level, rules that take units."""

    indicators: Choices
    units: Choices
    rules: Choices


class StartForm(forms.Form):
    """What must be known before units and indicators can be offered."""

    area = forms.TypedChoiceField(label=_("Where"), coerce=int)
    level = forms.ChoiceField(label=_("Who is compared"), choices=UnitLevel.choices)
    flow = forms.ChoiceField(label=_("Kind of item"))

    def __init__(self, *args: Any, areas: Choices, flows: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = list(areas)  # type: ignore[attr-defined]
        self.fields["flow"].choices = list(flows)  # type: ignore[attr-defined]


class SchemeForm(forms.Form):
    """The facts of a scheme beside its tables."""

    name = forms.CharField(label=_("Name of the scheme"), max_length=80)
    source = forms.CharField(label=_("Where the rule is published"), max_length=200, required=False)
    period = forms.ChoiceField(label=_("Assessment period"), choices=Period.choices)
    valid_from = forms.DateField(label=_("First day"), widget=DayInput())
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DayInput(),
        help_text=_("Leave it empty to let it hold until further notice."),
    )
    objection_days = forms.IntegerField(
        label=_("Days for appeals"), min_value=1, max_value=60, initial=5
    )
    on_site_weight = forms.DecimalField(
        label=_("Weight of the spot checks on site"),
        min_value=Decimal(0),
        max_value=HUNDRED,
        decimal_places=2,
        initial=0,
        help_text=_("0 when nobody goes out. All weights together are 100."),
    )
    samples_per_unit = forms.IntegerField(
        label=_("Samples for each unit"), min_value=0, max_value=50, initial=0
    )
    on_site_empty = forms.ChoiceField(
        label=_("A unit without a spot check"),
        choices=EmptyCounts.choices,
        initial=EmptyCounts.LEFT_OUT.value,
    )


class PartForm(forms.Form):
    """One weighted indicator."""

    indicator = forms.ChoiceField(label=_("Indicator"))
    weight = forms.DecimalField(
        label=_("Weight"), min_value=Decimal("0.01"), max_value=HUNDRED, decimal_places=2
    )
    is_inverted = forms.BooleanField(label=_("Fewer is better (1 − x)"), required=False)
    empty = forms.ChoiceField(
        label=_("When nothing was due"),
        choices=EmptyCounts.choices,
        initial=EmptyCounts.FULL.value,
    )

    def __init__(self, *args: Any, options: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [("", "—"), *options.indicators]  # type: ignore[attr-defined]


class CriterionForm(forms.Form):
    """One thing to look at on site."""

    name = forms.CharField(label=_("What is looked at"), max_length=120)
    points = forms.IntegerField(label=_("Most points"), min_value=1, max_value=100)
    is_pass_fail = forms.BooleanField(
        label=_("Passes or fails, nothing between"), required=False, initial=True
    )

    def __init__(self, *args: Any, options: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class GroupForm(forms.Form):
    """One group of peers."""

    name = forms.CharField(label=_("Name of the group"), max_length=60)
    rules = forms.MultipleChoiceField(
        label=_("Takes all of these"), required=False, widget=forms.CheckboxSelectMultiple
    )
    members = forms.TypedMultipleChoiceField(
        label=_("And these units"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, options: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rules"].choices = list(options.rules)  # type: ignore[attr-defined]
        self.fields["members"].choices = list(options.units)  # type: ignore[attr-defined]
        if not options.units:
            del self.fields["members"]


class Editor:
    """All forms of the page together."""

    def __init__(
        self, *, options: Options, data: QueryDict | None = None, draft: SchemeDraft | None = None
    ) -> None:
        first = _initial(draft) if draft else {}
        self.form = SchemeForm(data, initial=first.get("scheme"))
        self.tables: dict[str, BaseFormSet[Any]] = {
            name: _table(name, kind, most, options, data, first.get(name))
            for name, (kind, most) in _TABLES.items()
        }

    @property
    def parts(self) -> BaseFormSet[Any]:
        return self.tables["parts"]

    @property
    def criteria(self) -> BaseFormSet[Any]:
        return self.tables["criteria"]

    @property
    def groups(self) -> BaseFormSet[Any]:
        return self.tables["groups"]

    def is_valid(self) -> bool:
        """Whether everything is filled in as it must be; all forms are looked at."""
        return all([self.form.is_valid(), *(table.is_valid() for table in self.tables.values())])

    def refuse(self, error: DomainError) -> None:
        """Show what the service refuses."""
        name = error.field if error.field in self.form.fields else None
        self.form.add_error(name, error.sentence())

    def draft(self, *, area_id: int | None, level: str, flow: str) -> SchemeDraft:
        """What was filled in."""
        told = self.form.cleaned_data
        last: date | None = told["last_day"]
        return SchemeDraft(
            name=told["name"],
            source=told["source"],
            flow=flow,
            unit_level=level,
            period=told["period"],
            valid_from=told["valid_from"],
            valid_until=last + timedelta(days=1) if last else None,
            area_id=area_id,
            on_site_weight=told["on_site_weight"],
            on_site_empty=told["on_site_empty"],
            samples_per_unit=told["samples_per_unit"],
            objection_days=told["objection_days"],
            parts=tuple(
                PartDraft(
                    indicator_code=row["indicator"],
                    weight=row["weight"],
                    is_inverted=row["is_inverted"],
                    empty=row["empty"],
                )
                for row in _filled(self.parts)
            ),
            criteria=tuple(CriterionDraft(**row) for row in _filled(self.criteria)),
            groups=tuple(
                GroupDraft(
                    name=row["name"],
                    rules=tuple(row["rules"]),
                    members=tuple(row.get("members", ())),
                )
                for row in _filled(self.groups)
            ),
        )


_TABLES: dict[str, tuple[type[forms.Form], int]] = {
    "parts": (PartForm, MOST_PARTS),
    "criteria": (CriterionForm, MOST_CRITERIA),
    "groups": (GroupForm, MOST_GROUPS),
}


def _table(
    name: str,
    kind: type[forms.Form],
    most: int,
    options: Options,
    data: QueryDict | None,
    initial: Any,
) -> BaseFormSet[Any]:
    made = formset_factory(
        kind,
        extra=BLANK_ROWS if initial else BLANK_ROWS + 3,
        max_num=most,
        can_delete=bool(initial),
    )
    return made(data, prefix=name, initial=initial, form_kwargs={"options": options})


def _filled(table: BaseFormSet[Any]) -> list[dict[str, Any]]:
    """The rows somebody has written into and not struck out."""
    rows = [
        {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
        for form in table.forms
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]
    return [row for row in rows if row]


def _initial(draft: SchemeDraft) -> dict[str, Any]:
    last = draft.valid_until - timedelta(days=1) if draft.valid_until else None
    return {
        "scheme": {
            "name": draft.name,
            "source": draft.source,
            "period": draft.period,
            "valid_from": draft.valid_from,
            "last_day": last,
            "objection_days": draft.objection_days,
            "on_site_weight": draft.on_site_weight,
            "samples_per_unit": draft.samples_per_unit,
            "on_site_empty": draft.on_site_empty,
        },
        "parts": [
            {
                "indicator": part.indicator_code,
                "weight": part.weight,
                "is_inverted": part.is_inverted,
                "empty": part.empty,
            }
            for part in draft.parts
        ],
        "criteria": [
            {"name": one.name, "points": one.points, "is_pass_fail": one.is_pass_fail}
            for one in draft.criteria
        ],
        "groups": [
            {"name": group.name, "rules": list(group.rules), "members": list(group.members)}
            for group in draft.groups
        ],
    }
