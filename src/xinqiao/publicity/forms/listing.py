"""What staff type about an entry."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.files.forms import PROOF, PhotosField, TokensField
from xinqiao.kit.errors import DomainError
from xinqiao.publicity.models import Colour, SubjectKind


def _words(label: Any, *, rows: int = 3, required: bool = True, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


class FindForm(forms.Form):
    """Which list, and whom."""

    colour = forms.ChoiceField(
        label=_("List"), choices=Colour.choices, widget=forms.RadioSelect, initial=Colour.RED
    )
    kind = forms.ChoiceField(
        label=_("About"),
        choices=SubjectKind.choices,
        widget=forms.RadioSelect,
        initial=SubjectKind.ORGANISATION,
    )
    words = forms.CharField(label=_("Part of the name"), required=False, max_length=60)


class WriteForm(forms.Form):
    """The words of an entry."""

    title = forms.CharField(label=_("Headline"), max_length=60)
    facts = _words(
        _("Facts"),
        rows=5,
        max_length=1000,
        help_text=_("What was done or not done, when and where. No names, telephones or doors."),
    )
    legal_basis = forms.CharField(
        label=_("Rule that allows showing it"),
        required=False,
        max_length=200,
        help_text=_("Needed for the exposure list."),
    )


class NewForm(WriteForm):
    """The words and the proof."""

    photos = PhotosField(label=_("Proof: photos or documents"), accept=PROOF)
    photo_tokens = TokensField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only for the label: whether there is proof, old or new, is for the service to say.
        self.fields["photos"].required = True


class ApproveForm(forms.Form):
    """How the subject was told where the product cannot tell them."""

    how_told = forms.CharField(
        label=_("How the subject was told"),
        required=False,
        max_length=200,
        help_text=_("Needed when the subject has no account: by letter, in person, when."),
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = _words(_("Reason"), rows=2, max_length=500)


class ConsentForm(forms.Form):
    """A consent to a name."""

    name = forms.CharField(label=_("Name that may be shown"), max_length=60)
    giver = forms.CharField(
        label=_("Who agreed"),
        max_length=60,
        help_text=_("The person, or who may speak for them."),
    )
    document = forms.CharField(
        label=_("Document"), max_length=200, help_text=_("Title and number of the signed paper.")
    )
    given_on = forms.DateField(
        label=_("Agreed on"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    photos = PhotosField(label=_("Photo of the paper"), accept=PROOF)
    photo_tokens = TokensField()


class DecideForm(forms.Form):
    """Right or not, and why."""

    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=(
            ("uphold", _("The appeal is right: take the entry down")),
            ("reject", _("The entry is right: show it again")),
        ),
        widget=forms.RadioSelect,
    )
    reason = _words(_("Reason, which the appellant reads"), rows=2, max_length=500)


class RevealForm(forms.Form):
    """Why a telephone number is needed."""

    why = forms.CharField(label=_("Why do you need to see it?"), max_length=200)


class TermForm(forms.Form):
    """Lengths of a list."""

    colour = forms.ChoiceField(label=_("List"), choices=Colour.choices, widget=forms.RadioSelect)
    days_shown = forms.IntegerField(label=_("Days on the list"), min_value=1)
    appeal_working_days = forms.IntegerField(label=_("Working days to appeal"), min_value=1)
    legal_basis = forms.CharField(
        label=_("Rule that allows showing it"), required=False, max_length=200
    )


def add_domain_error(form: forms.BaseForm, error: DomainError) -> None:
    """Show a refusal of the services beside its field, or above the form when it has none."""
    field = "why" if error.field == "reason" and "why" in form.fields else error.field
    name = field if field in form.fields else None
    form.add_error(name, error.sentence())
