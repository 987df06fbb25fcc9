"""What supervisors fill in: a notice, a meeting with its decisions, a call to account, a period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinqiao.files.forms import PROOF, PhotosField, TokensField
from xinqiao.kit.errors import BadInput
from xinqiao.kit.numbers import parse_number
from xinqiao.kit.time import SHANGHAI, day_range, day_start
from xinqiao.supervision.models import AccountForm as Form
from xinqiao.supervision.selectors.late import party_of
from xinqiao.workflow.dispatch import Party

Choices = Sequence[tuple[str, str | Promise]]
NOTHING = ("", "—")
PERIOD_DAYS = 30


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of day and time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def _text(label: Any, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


def _choose(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
    field.choices = [NOTHING, *choices]


class NoticeForm(forms.Form):
    """To whom, what was found, what is required, until when."""

    target = forms.ChoiceField(
        label=_("Who must put it right"),
        help_text=_("The posts of the place above and the units that serve it."),
    )
    finding = _text(_("What was found on the spot"), 3, required=False)
    requirement = _text(_("What must be done"), 3)
    until = forms.DateField(
        label=_("Until the end of"),
        required=False,
        widget=DayInput(),
        help_text=_("Leave it empty for the usual time limit."),
    )
    photos = PhotosField(label=_("Photos of the spot"), accept=PROOF)
    photo_tokens = TokensField()

    def __init__(self, *args: Any, targets: Choices, needs_finding: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "target", targets)
        self.fields["finding"].required = needs_finding

    @property
    def party(self) -> Party | None:
        """Whom it goes to."""
        return party_of(self.cleaned_data["target"])


class MeetingForm(forms.Form):
    """What a meeting was about, who was there, what was said."""

    title = forms.CharField(label=_("What it was about"), max_length=120)
    held_at = forms.DateTimeField(label=_("When"), widget=MomentInput())
    place = forms.CharField(label=_("Meeting place"), required=False, max_length=120)
    items = forms.CharField(
        label=_("Numbers of the items concerned"),
        required=False,
        help_text=_("Separate several numbers with commas."),
    )
    units = _text(
        _("Units present, one a line"),
        4,
        help_text=_("Names of units and posts, not of people."),
    )
    words = _text(_("What was said and decided"), 6)
    photos = PhotosField(label=_("Signed record as photo or PDF"), accept=PROOF)
    document_tokens = TokensField()

    def clean_items(self) -> list[str]:
        """Numbers as they are stored; a mistyped one is refused with its sentence."""
        text = self.cleaned_data["items"].replace("，", ",").replace("、", ",")
        numbers = []
        for part in filter(None, (part.strip() for part in text.split(","))):
            try:
                numbers.append(parse_number(part))
            except BadInput as error:
                raise forms.ValidationError(error.sentence()) from error
        return numbers

    def clean_units(self) -> tuple[str, ...]:
        """Names, blank lines left out."""
        lines = self.cleaned_data["units"].splitlines()
        return tuple(line.strip() for line in lines if line.strip())

    @property
    def held(self) -> datetime:
        """The moment as aware time of Shanghai."""
        moment: datetime = self.cleaned_data["held_at"]
        return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


class DecisionForm(forms.Form):
    """Who does what by when; an empty row is no decision."""

    target = forms.ChoiceField(label=_("Who"), required=False)
    words = forms.CharField(label=_("Does what"), required=False, max_length=500)
    until = forms.DateField(label=_("By when"), required=False, widget=DayInput())

    def __init__(self, *args: Any, targets: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "target", targets)

    def clean(self) -> dict[str, Any]:
        """All three or none."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        given = [name for name in ("target", "words", "until") if data.get(name)]
        if given and len(given) < 3 and not self.errors:
            raise forms.ValidationError(_("A decision needs a unit, words and a day."))
        return data

    @property
    def party(self) -> Party | None:
        """Whom it concerns; None for an empty row."""
        return party_of(self.cleaned_data.get("target", ""))


class AccountForm(forms.Form):
    """Whom, how and why; what came of it may follow later."""

    target = forms.ChoiceField(label=_("Unit or post"), required=False)
    form = forms.ChoiceField(label=_("How"), choices=Form.choices, widget=forms.RadioSelect)
    reason = _text(_("Reason"), 3)
    outcome = _text(_("What came of it"), 2, required=False)

    def __init__(self, *args: Any, targets: Choices, has_notice: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_notice:
            del self.fields["target"]
        else:
            _choose(self, "target", targets)
            self.fields["target"].required = True


class OutcomeForm(forms.Form):
    """What came of a call to account."""

    outcome = _text(_("What came of it"), 3)


class RemindForm(forms.Form):
    """Words to the owner."""

    words = _text(_("Words to the owner"), 2, required=False)


class PeriodForm(forms.Form):
    """Two days in Shanghai, both included."""

    since = forms.DateField(label=_("First day"), widget=DayInput())
    until = forms.DateField(label=_("Last day"), widget=DayInput())

    def clean(self) -> dict[str, Any]:
        """The second day must not lie before the first."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day lies before the first one."))
        return data

    def moments(self) -> tuple[datetime, datetime]:
        """Half-open interval as aware moments."""
        return day_start(self.cleaned_data["since"]), day_range(self.cleaned_data["until"])[1]

    @classmethod
    def last_days(cls, today: date) -> PeriodForm:
        """The last thirty days, today included."""
        first = today - timedelta(days=PERIOD_DAYS - 1)
        return cls({"since": first.isoformat(), "until": today.isoformat()})
