"""Forms about somebody's own data, purposes and limits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Role
from xinqiao.files.forms import PROOF, PhotosField, TokensField
from xinqiao.registry.models import Basis, Purpose
from xinqiao.registry.models.law import Manner
from xinqiao.registry.services.purposes import OPENERS


class LinkForm(forms.Form):
    """Who the person behind the account is."""

    name = forms.CharField(label=_("Your full name"), max_length=60)
    born_on = forms.DateField(
        label=_("Date of birth"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Please write the day like 1949-03-07.")},
    )
    tail = forms.CharField(
        label=_("Last four characters of your identity card"), max_length=4, required=False
    )


class AskForm(forms.Form):
    """What should be corrected or deleted."""

    words = forms.CharField(
        label=_("What should be done?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please say in a few words what should be done.")},
    )


class HelpedAskForm(AskForm):
    """The same, written by staff on somebody's behalf."""

    kind = forms.ChoiceField(
        label=_("Request"),
        choices=[("correct", _("Correction")), ("delete", _("Deletion"))],
        widget=forms.RadioSelect,
    )
    field_order = ("kind", "words")


class AnswerForm(forms.Form):
    """The answer to a request."""

    verdict = forms.ChoiceField(
        label=_("Answer"),
        choices=[("grant", _("Done as asked")), ("refuse", _("Refused"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose an answer.")},
    )
    answer = forms.CharField(
        label=_("What was done, or why not"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Please write what was done, or why it cannot be done.")},
    )


class ConsentForm(forms.Form):
    """A consent given before staff."""

    purpose_code = forms.CharField(widget=forms.HiddenInput)
    manner = forms.ChoiceField(
        label=_("How was it given?"),
        choices=[(Manner.PAPER.value, Manner.PAPER.label), (Manner.SPOKEN, Manner.SPOKEN.label)],
        widget=forms.RadioSelect,
    )
    witness = forms.CharField(label=_("Witness"), max_length=60, required=False)
    photos = PhotosField(label=_("Photo of the signed paper"), accept=PROOF)
    photo_tokens = TokensField()


class ReasonForm(forms.Form):
    """Why staff need a copy of somebody's data."""

    reason = forms.CharField(
        label=_("Who asked for it, and how?"),
        max_length=200,
        error_messages={"required": _("Please say in a few words why you need to see this.")},
    )


class StoredForm(forms.Form):
    """A query by law."""

    words = forms.CharField(label=_("Whole name or whole citizen number"), max_length=60)
    legal_basis = forms.CharField(
        label=_("Who is entitled by which law or paper?"),
        max_length=200,
        error_messages={"required": _("Please name the law or the paper.")},
    )


class PurposeForm(forms.Form):
    """A purpose as the security administrator edits it."""

    name = forms.CharField(label=_("Name"), max_length=60)
    notice = forms.CharField(
        label=_("What people are told"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    basis = forms.ChoiceField(label=_("Basis"), choices=Basis.choices)
    legal_basis = forms.CharField(label=_("Rule"), max_length=200, required=False)
    roles = forms.MultipleChoiceField(
        label=_("Who may open the masked value"),
        choices=[(role.value, Role(role).label) for role in OPENERS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    retention_months = forms.IntegerField(label=_("Months until it is kept for the law only"))
    erase_months = forms.IntegerField(label=_("Months from then until it is erased"))

    @classmethod
    def of(cls, purpose: Purpose, data: Any = None) -> PurposeForm:
        """The form of a purpose, filled with what holds."""
        return cls(data, initial={name: getattr(purpose, name) for name in cls.base_fields})


class RuleForm(forms.Form):
    """Limits around personal data."""

    answer_working_days = forms.IntegerField(label=_("Working days to answer a request"))
    looks_per_hour = forms.IntegerField(label=_("Looks of one person in an hour"))
