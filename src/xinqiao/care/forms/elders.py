"""Forms of the elder's page: class, grant, plan of services, handing over, recording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.care.action_words import WEEKDAYS
from xinqiao.care.models import Manner, SignedBy
from xinqiao.care.rota import bits
from xinqiao.files.forms import PhotosField, TokensField
from xinqiao.workflow.forms import DayInput


def fill_choices(form: forms.Form, name: str, offered: Iterable[Sequence[Any]]) -> None:
    """Put rows into a select: (value, words)."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
    field.choices = [(str(value), words) for value, words in offered]


class DaysField(forms.MultipleChoiceField):
    """Weekdays, read as bits with Monday as 1."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple, **kwargs)

    def clean(self, value: Any) -> Any:
        """The bits of the chosen days."""
        return bits([int(day) for day in super().clean(value)])


class ClassForm(forms.Form):
    """Which class, and why where it is not the proposed one."""

    code = forms.ChoiceField(label=_("Class"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=200,
        help_text=_("Needed when it is not the proposed class."),
    )

    def __init__(self, *args: Any, classes: Iterable[Sequence[Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_choices(self, "code", classes)


class GrantForm(forms.Form):
    """What is given, from where, and who fits it."""

    ware = forms.ChoiceField(label=_("Device or fitting"))
    store = forms.ChoiceField(label=_("From which store"))
    fitter = forms.ChoiceField(label=_("Fitted by"), required=False)

    def __init__(
        self,
        *args: Any,
        wares: Iterable[Sequence[Any]],
        stores: Iterable[Sequence[Any]],
        fitters: Iterable[Sequence[Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fill_choices(self, "ware", wares)
        fill_choices(self, "store", stores)
        fill_choices(self, "fitter", [("", _("The community's desk")), *fitters])


class PlanForm(forms.Form):
    """Which service, on which days, by whom."""

    kind = forms.ChoiceField(label=_("Service"))
    helper = forms.ChoiceField(label=_("Helper"))
    weekdays = DaysField(label=_("On these days"))
    every_weeks = forms.IntegerField(
        label=_("Every how many weeks"), min_value=1, max_value=12, initial=1
    )
    starts_on = forms.DateField(label=_("From"), widget=DayInput())

    def __init__(
        self,
        *args: Any,
        kinds: Iterable[Sequence[Any]],
        helpers: Iterable[Sequence[Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fill_choices(self, "kind", kinds)
        fill_choices(self, "helper", helpers)


class HandOverForm(forms.Form):
    """Who fitted it, who signed, photos of the fitting and of the signature."""

    fitted_by = forms.CharField(
        label=_("Who fitted it"),
        required=False,
        max_length=100,
        help_text=_("Leave it empty when you did."),
    )
    signed_by = forms.ChoiceField(
        label=_("Who signs"),
        choices=SignedBy.choices,
        widget=forms.RadioSelect,
        initial=SignedBy.ELDER,
    )
    signed_name = forms.CharField(label=_("Name of who signs"), max_length=60)
    photos = PhotosField(label=_("Photos of the fitting and of the signature"))
    photo_tokens = TokensField()


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class TakeBackForm(ReasonForm):
    """Why it comes back, and whether it is broken."""

    is_broken = forms.BooleanField(label=_("It is broken"), required=False)


class ServiceForm(forms.Form):
    """That a service was done, and how one knows."""

    manner = forms.ChoiceField(
        label=_("How the elder confirmed it"),
        choices=Manner.choices,
        widget=forms.RadioSelect,
        initial=Manner.CODE,
    )
    code = forms.CharField(
        label=_("Code of the day"),
        required=False,
        max_length=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Why there is neither code nor signature"), required=False, max_length=200
    )
    minutes = forms.IntegerField(
        label=_("How many minutes it took"), required=False, min_value=1, max_value=600
    )
    note = forms.CharField(
        label=_("Remarks"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    photos = PhotosField(label=_("Photo of the signature"))
    photo_tokens = TokensField()
