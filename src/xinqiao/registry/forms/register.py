"""What staff type into the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import DomainError
from xinqiao.registry.models import Relation, Sex, Usage
from xinqiao.registry.register_errors import LooksAlike

DAY = {"type": "date"}
NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}


class SearchForm(forms.Form):
    """One box, and two filters."""

    q = forms.CharField(max_length=60, required=False)
    area = forms.CharField(max_length=120, required=False)
    tag = forms.CharField(max_length=40, required=False)
    tab = forms.CharField(max_length=12, required=False)


class PersonForm(forms.Form):
    """Somebody; sex and birth date follow from the number where there is one."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    relation = forms.ChoiceField(
        label=_("Relation to the head of the household"), choices=Relation.choices
    )
    citizen_number = forms.CharField(
        label=_("Citizen number"),
        required=False,
        max_length=30,
        help_text=_("18 characters. Sex and birth date follow from it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", "—"), *Sex.choices], required=False)
    born_on = forms.DateField(
        label=_("Date of birth"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    employer = forms.CharField(label=_("Employer"), required=False, max_length=100)
    note = forms.CharField(label=_("Remarks"), required=False, max_length=200)
    is_registered = forms.BooleanField(label=_("Registered here"), required=False, initial=True)
    lives_here = forms.BooleanField(label=_("Lives here"), required=False, initial=True)


class NewPersonForm(PersonForm):
    """The same; asks back when somebody of the same name and birth date is on record."""

    is_somebody_else = forms.BooleanField(
        label=_("I have compared: this is somebody else"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.data.get("is_somebody_else"):
            self.fields["is_somebody_else"].widget = forms.HiddenInput()

    def ask_back(self) -> None:
        """Show the tick that says it is somebody else."""
        self.fields["is_somebody_else"].widget = forms.CheckboxInput()


class EditPersonForm(PersonForm):
    """An empty number or telephone keeps what is on record: nobody sees it to correct a name."""

    forget_phone = forms.BooleanField(label=_("Take the telephone off the record"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, has_home: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["citizen_number"].help_text = _("Leave it empty to keep the one on record.")
        self.fields["phone"].help_text = _("Leave it empty to keep the one on record.")
        if not has_home:
            for name in ("relation", "is_registered", "lives_here"):
                del self.fields[name]


class DwellingForm(forms.Form):
    """A door of a building."""

    unit = forms.CharField(label=_("Stairwell unit"), required=False, max_length=10)
    number = forms.CharField(label=_("Room number"), max_length=20)
    floor = forms.IntegerField(
        label=_("Floor"), required=False, help_text=_("Empty: as the room number says.")
    )
    usage = forms.ChoiceField(label=_("Use"), choices=Usage.choices)
    note = forms.CharField(label=_("Remarks"), required=False, max_length=200)


class EditDwellingForm(DwellingForm):
    version = forms.IntegerField(widget=forms.HiddenInput())


class HouseholdForm(forms.Form):
    """A household, still empty."""

    started_on = forms.DateField(
        label=_("Here since"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=_("Empty means today."),
    )
    is_collective = forms.BooleanField(label=_("Collective household"), required=False)
    note = forms.CharField(label=_("Remarks"), required=False, max_length=200)


class EditHouseholdForm(forms.Form):
    is_collective = forms.BooleanField(label=_("Collective household"), required=False)
    note = forms.CharField(label=_("Remarks"), required=False, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput())


class ActForm(forms.Form):
    """When and why; the parts that an act needs are added to it."""

    people = forms.TypedMultipleChoiceField(
        label=_("Who"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    person = forms.TypedChoiceField(label=_("Who"), coerce=int, widget=forms.RadioSelect)
    address = forms.CharField(
        label=_("Where to"),
        max_length=60,
        help_text=_("A dwelling on the register, for example 3栋2单元502."),
    )
    to_household = forms.TypedChoiceField(label=_("Into which household"), coerce=int)
    citizen_number = forms.CharField(
        label=_("Citizen number"),
        max_length=30,
        help_text=_("Of somebody who had moved away from here or from anywhere else."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    relation = forms.ChoiceField(
        label=_("Relation to the head of the household"), choices=Relation.choices
    )
    new_head = forms.TypedChoiceField(
        label=_("New head of those who stay"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("Empty: the nearest of kin who is grown up."),
    )
    on = forms.DateField(
        label=_("On which day"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(
        self,
        *args: Any,
        wanted: Sequence[str],
        members: Sequence[tuple[int, str]] = (),
        households: Sequence[tuple[int, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in [name for name in self.fields if name not in (*wanted, "on", "reason")]:
            del self.fields[name]
        for name in ("people", "person"):
            self._choose(name, members)
        self._choose("new_head", [("", "—"), *members])
        self._choose("to_household", households)
        if "people" in self.fields:
            self.fields["people"].help_text = _("Nobody chosen means everybody.")

    def _choose(self, name: str, choices: Sequence[tuple[Any, str]]) -> None:
        if name in self.fields:
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]


class TagForm(forms.Form):
    """A category to give to somebody."""

    code = forms.ChoiceField(label=_("Person category"))

    def __init__(self, *args: Any, tags: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = list(tags)  # type: ignore[attr-defined]


def add_refusal(form: forms.BaseForm, error: DomainError) -> None:
    """Show a refusal at the field at fault, or above the form."""
    if isinstance(error, LooksAlike) and isinstance(form, NewPersonForm):
        form.ask_back()
    field = error.field if error.field in form.fields else None
    form.add_error(field, error.sentence())
