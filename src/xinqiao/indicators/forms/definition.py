"""A version of an indicator, and the day one ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinqiao.indicators.declare import FlowFeed
from xinqiao.indicators.measures import MOMENT_WORDS, Moment, measures_of
from xinqiao.indicators.models import Better
from xinqiao.kit.errors import DomainError

Groups = Sequence[tuple[str | Promise, Sequence[tuple[str, str | Promise]]]]


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DefinitionForm(forms.Form):
    """What an indicator counts and divides by, and from when on."""

    name = forms.CharField(label=_("Name"), max_length=40)
    description = forms.CharField(
        label=_("What it tells, in a sentence"), required=False, max_length=300
    )
    numerator = forms.MultipleChoiceField(
        label=_("Count these"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each must be a part of what it is divided by, counted on the same day."),
    )
    denominator = forms.MultipleChoiceField(
        label=_("Divide by these"), required=False, widget=forms.CheckboxSelectMultiple
    )
    better = forms.ChoiceField(label=_("Which way is good"), choices=Better.choices)
    valid_from = forms.DateField(
        label=_("Holds from"),
        widget=DayInput(),
        help_text=_("A version without an end that began before ends the day before."),
    )
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DayInput(),
        help_text=_("Leave it empty when it has no end."),
    )

    def __init__(self, *args: Any, feeds: Sequence[FlowFeed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("numerator", "denominator"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 (for the type checker)
            field.choices = _measures(feeds)

    def values(self) -> dict[str, Any]:
        """The arguments of `save_definition`."""
        told = dict(self.cleaned_data)
        last = told.pop("last_day")
        return told | {"valid_until": last + timedelta(days=1) if last else None}


class NewIndicatorForm(DefinitionForm):
    """An indicator there has not been yet."""

    flow = forms.ChoiceField(label=_("Kind of item"))
    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("Small letters, digits and “_”; never changes.")
    )
    field_order = ("flow", "code", "name", "description")

    def __init__(self, *args: Any, feeds: Sequence[FlowFeed], **kwargs: Any) -> None:
        super().__init__(*args, feeds=feeds, **kwargs)
        field = self.fields["flow"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        field.choices = [(feed.flow, feed.title or feed.flow) for feed in feeds]


class EndForm(forms.Form):
    """The last day of a version."""

    last_day = forms.DateField(label=_("Last day"), widget=DayInput())


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


def _measures(feeds: Sequence[FlowFeed]) -> Groups:
    """The measures that any of these flows fills, by the day they are counted on."""
    return [
        (
            MOMENT_WORDS[moment],
            [
                (measure.code, measure.words)
                for measure in measures_of(moment)
                if not measure.points and any(feed.fills(measure.code) for feed in feeds)
            ],
        )
        for moment in Moment
    ]
