"""The small forms: opening a round, a spot check, an appeal, a decision, a correction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.assessment.models import Criterion
from xinqiao.assessment.services.appeals import Decision
from xinqiao.assessment.services.corrections import Change
from xinqiao.files.forms import PHOTOS, PROOF, PhotosField, TokensField
from xinqiao.kit.errors import DomainError
from xinqiao.workflow.forms import DayInput

POINTS = {"decimal_places": 4, "min_value": Decimal(0), "max_value": Decimal(100)}


def _words(label: Any, *, rows: int = 3, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


def refuse(form: forms.Form, error: DomainError) -> None:
    """Show a refusal of the services beside its field, or above the form."""
    name = {"photo_tokens": "photos", "document_tokens": "photos"}.get(
        error.field or "", error.field
    )
    form.add_error(name if name in form.fields else None, error.sentence())


class OpenForm(forms.Form):
    """Which period, and where."""

    area = forms.TypedChoiceField(label=_("Where"), coerce=int)
    day = forms.DateField(label=_("Assessment period"), widget=forms.Select())

    def __init__(
        self,
        *args: Any,
        areas: Sequence[tuple[str, str]],
        periods: Sequence[tuple[date, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = list(areas)  # type: ignore[attr-defined]
        self.fields["day"].widget.choices = [(day.isoformat(), label) for day, label in periods]


class DrawForm(forms.Form):
    """The seed of the draw, when it comes from a public lottery."""

    seed = forms.CharField(
        label=_("Seed of the draw"),
        max_length=64,
        required=False,
        help_text=_("Leave it empty: the product throws the dice and records the seed."),
    )


class InspectionForm(forms.Form):
    """One spot check; a field for each criterion."""

    words = _words(_("What you found"), required=False)
    photos = PhotosField(label=_("Photos"), accept=PHOTOS)
    photo_tokens = TokensField()

    def __init__(self, *args: Any, criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].required = True  # the service asks for one; the label must not differ
        self.criteria = list(criteria)
        for one in self.criteria:
            self.fields[f"criterion_{one.pk}"] = _criterion_field(one)
        self.order_fields([f"criterion_{one.pk}" for one in self.criteria])

    def points(self) -> dict[int, int]:
        """Points by the id of the criterion."""
        return {one.pk: int(self.cleaned_data[f"criterion_{one.pk}"]) for one in self.criteria}


class AppealForm(forms.Form):
    """What is wrong, about which item, and what shows it."""

    number = forms.CharField(
        label=_("Number of the item"),
        max_length=20,
        required=False,
        help_text=_("Leave it empty to appeal against the score as a whole."),
    )
    reason = _words(_("What is wrong, and why"))
    photos = PhotosField(label=_("Documents that show it"), accept=PROOF)
    document_tokens = TokensField()


class DecisionForm(forms.Form):
    """Yes or no, with a reason."""

    accepted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Agree")), ("no", _("Reject"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    position = forms.TypedChoiceField(label=_("Part"), coerce=int, empty_value=None, required=False)
    points = forms.DecimalField(
        label=_("Points it shall have"),
        required=False,
        help_text=_("Only when you accept."),
        **POINTS,  # type: ignore[arg-type]
    )
    reason = _words(_("Reason"))

    def __init__(
        self, *args: Any, parts: Sequence[tuple[int, str]], about_item: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].choices = [("", "—"), *parts]  # type: ignore[attr-defined]
        if about_item:
            del self.fields["position"], self.fields["points"]

    def decision(self) -> Decision:
        """What was decided."""
        told = self.cleaned_data
        return Decision(
            accepted=told["accepted"],
            reason=told["reason"],
            position=told.get("position"),
            points=told.get("points"),
        )


class CorrectionForm(forms.Form):
    """What the supervisors correct on their own: an item is left out, or a part gets points."""

    number = forms.CharField(
        label=_("Leave out the item with this number"), max_length=20, required=False
    )
    position = forms.TypedChoiceField(
        label=_("Or give this part"), coerce=int, empty_value=None, required=False
    )
    points = forms.DecimalField(
        label=_("Points it shall have"),
        required=False,
        **POINTS,  # type: ignore[arg-type]
    )
    reason = _words(_("Reason"))

    def __init__(self, *args: Any, parts: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].choices = [("", "—"), *parts]  # type: ignore[attr-defined]

    def change(self, item_id: int | None) -> Change:
        """The change for the service. item_id: of the item with the number, if one is given."""
        told = self.cleaned_data
        if item_id is not None:
            return Change(reason=told["reason"], item_id=item_id)
        return Change(reason=told["reason"], position=told["position"], points=told["points"])


class EndForm(forms.Form):
    """The last day of a scheme."""

    last_day = forms.DateField(label=_("Last day"), widget=DayInput())


def _criterion_field(one: Criterion) -> forms.Field:
    if one.is_pass_fail:
        return forms.ChoiceField(
            label=one.name,
            choices=[(one.points, _("Passes")), (0, _("Fails"))],
            widget=forms.RadioSelect,
            error_messages={"required": _("Please choose one of the two.")},
        )
    return forms.IntegerField(
        label=_("%(name)s (0 to %(points)s points)") % {"name": one.name, "points": one.points},
        min_value=0,
        max_value=one.points,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
