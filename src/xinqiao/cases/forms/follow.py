"""What a resident answers on the follow page, and how they find it again."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

SCORES = (
    (5, _("Very satisfied")),
    (4, _("Satisfied")),
    (3, _("So-so")),
    (2, _("Not satisfied")),
    (1, _("Very dissatisfied")),
)


def _words(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AnswerForm(forms.Form):
    """The answer to a question of the handler."""

    words = forms.CharField(
        label=_("Your answer"),
        widget=_words(3),
        error_messages={"required": _("Please write your answer.")},
    )


class RatingForm(forms.Form):
    """1 to 5 and words; low scores open the request again."""

    score = forms.TypedChoiceField(
        label=_("How satisfied are you?"),
        choices=SCORES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the five.")},
    )
    words = forms.CharField(
        label=_("Would you like to say something about it?"), required=False, widget=_words(3)
    )


class WithdrawForm(forms.Form):
    """Why it is no longer needed."""

    reason = forms.CharField(
        label=_("Why is it no longer needed?"),
        widget=_words(2),
        error_messages={"required": _("Please say why, in a few words.")},
    )


class TrackForm(forms.Form):
    """The number somebody was told, and the end of their telephone number."""

    number = forms.CharField(
        label=_("Request number"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "off",
            }
        ),
        error_messages={"required": _("Please type the number you were given.")},
    )
    phone_end = forms.RegexField(
        label=_("Last four digits of your telephone number"),
        regex=r"^\d{4}$",
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "off",
                "maxlength": "4",
            }
        ),
        error_messages={
            "required": _("Please type the last four digits of your telephone number."),
            "invalid": _("Please type four digits."),
        },
    )
