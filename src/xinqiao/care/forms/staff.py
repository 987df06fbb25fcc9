"""Forms of stock, rota, board and telephone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.care.forms.elders import DaysField, fill_choices
from xinqiao.care.models import MovementKind, PhoneBasis
from xinqiao.care.services.stock import MOST
from xinqiao.workflow.forms import DayInput

Choices = Iterable[Sequence[Any]]


class ClockInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class StockForm(forms.Form):
    """What came in or was broken."""

    store = forms.ChoiceField(label=_("Store"))
    ware = forms.ChoiceField(label=_("Device or fitting"))
    kind = forms.ChoiceField(
        label=_("What happened"),
        choices=[
            (MovementKind.IN.value, MovementKind.IN.label),
            (MovementKind.BROKEN.value, MovementKind.BROKEN.label),
        ],
    )
    pieces = forms.IntegerField(label=_("Pieces"), min_value=1, max_value=MOST)
    note = forms.CharField(label=_("Remarks"), required=False, max_length=200)

    def __init__(self, *args: Any, stores: Choices, wares: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_choices(self, "store", stores)
        fill_choices(self, "ware", wares)


class StoreForm(forms.Form):
    """A new store."""

    area = forms.ChoiceField(label=_("Where"))
    name = forms.CharField(label=_("Name"), max_length=60)

    def __init__(self, *args: Any, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_choices(self, "area", areas)


class HelperForm(forms.Form):
    """Somebody who helps."""

    name = forms.CharField(label=_("Name of the person"), max_length=60)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=20,
        help_text=_("Kept sealed; it stands on no board unless its holder agreed."),
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    area = forms.ChoiceField(label=_("Where they help"))
    kinds = forms.MultipleChoiceField(
        label=_("What they help with"), widget=forms.CheckboxSelectMultiple
    )
    skills = forms.CharField(
        label=_("Skills"),
        required=False,
        max_length=100,
        help_text=_("Short words with blanks between them, such as first aid."),
    )

    def __init__(self, *args: Any, areas: Choices, kinds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_choices(self, "area", areas)
        fill_choices(self, "kinds", kinds)


class ShiftForm(forms.Form):
    """A turn of duty."""

    kind = forms.ChoiceField(label=_("For"), required=False)
    weekdays = DaysField(label=_("On these days"))
    starts = forms.TimeField(label=_("Begins"), widget=ClockInput())
    ends = forms.TimeField(
        label=_("Ends"),
        widget=ClockInput(),
        help_text=_("An end that is not after the beginning is on the next morning."),
    )
    from_on = forms.DateField(label=_("From"), widget=DayInput())
    until_on = forms.DateField(label=_("Last day"), required=False, widget=DayInput())

    def __init__(self, *args: Any, kinds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_choices(self, "kind", [("", _("Everything they help with")), *kinds])


class LineForm(forms.Form):
    """A line of a board."""

    duty = forms.CharField(label=_("Duty"), max_length=40)
    name = forms.CharField(label=_("Name of the person"), required=False, max_length=40)
    phone = forms.CharField(label=_("Telephone"), max_length=20)
    basis = forms.ChoiceField(
        label=_("Why it may be public"), choices=PhoneBasis.choices, widget=forms.RadioSelect
    )
    agreed_on = forms.DateField(label=_("Agreed on"), required=False, widget=DayInput())
    helper = forms.ChoiceField(label=_("Belongs to this helper"), required=False)

    def __init__(self, *args: Any, helpers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_choices(self, "helper", [("", "—"), *helpers])


class PhoneForm(forms.Form):
    """The number that shows on the clerk's telephone. Posted, so that it stands in no address."""

    phone = forms.CharField(
        label=_("Number of the caller"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )


class ClerkForm(forms.Form):
    """What the caller needs."""

    kind = forms.ChoiceField(label=_("What help"), widget=forms.RadioSelect)
    person = forms.IntegerField(required=False, widget=forms.HiddenInput)
    place = forms.ChoiceField(label=_("Building"), required=False)
    address = forms.CharField(
        label=_("Where exactly"), required=False, max_length=100, help_text=_("Unit and door.")
    )
    phone = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What the caller says"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept sealed; only whoever comes and the community read it."),
    )

    def __init__(self, *args: Any, kinds: Choices, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_choices(self, "kind", kinds)
        fill_choices(self, "place", [("", "—"), *places])
