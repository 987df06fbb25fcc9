"""Forms of projects: a new one, a step, a programme."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.files.forms import PROOF, PhotosField, TokensField
from xinqiao.participation.words import ACTIONS


class ProjectForm(forms.Form):
    """What is proposed."""

    name = forms.CharField(label=_("Name of the project"), max_length=100)
    scope = forms.CharField(label=_("What is to be done"), widget=forms.Textarea({"rows": 4}))
    length_m = forms.IntegerField(
        label=_("Length of the lane in metres"), required=False, min_value=1, max_value=100_000
    )
    programme = forms.TypedChoiceField(
        label=_("Programme"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, programmes: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [("", "—"), *programmes]  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """What is said with a step; money and photos where the step needs them."""

    words = forms.CharField(widget=forms.Textarea({"rows": 3}))
    budget = forms.DecimalField(
        label=_("Money in yuan"), min_value=Decimal("0.01"), max_digits=14, decimal_places=2
    )
    fund_source = forms.CharField(label=_("Where it comes from"), max_length=100)
    photos = PhotosField(label=_("Photos or documents as proof"), accept=PROOF)
    proof_tokens = TokensField()

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = str(ACTIONS[action].ask)
        if action != "fund":
            del self.fields["budget"], self.fields["fund_source"]
        if action != "finish":
            del self.fields["photos"], self.fields["proof_tokens"]

    def action_data(self) -> dict[str, Any]:
        """What `perform` is given; money in fen."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "photos"}
        if "budget" in data:
            data["budget_fen"] = int(data.pop("budget") * 100)
        return data


class ProgrammeForm(forms.Form):
    """A programme of an area."""

    name = forms.CharField(label=_("Name of the programme"), max_length=100)
    area = forms.TypedChoiceField(label=_("Area"), coerce=int)
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput({"type": "date"}))
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: Any, areas: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = areas  # type: ignore[attr-defined]
