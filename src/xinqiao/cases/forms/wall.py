"""What is typed about the public wall."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ObjectionForm(forms.Form):
    """Why somebody does not want it there."""

    words = forms.CharField(
        label=_("What should not be shown?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: this shows me, or where I live."),
        error_messages={"required": _("Please say in a few words what should not be shown.")},
    )


class ObjectionDecisionForm(forms.Form):
    """Hidden for good, or shown again."""

    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=(
            ("hide", _("Keep it hidden for good")),
            ("show", _("Nothing in it shows anybody: show it again")),
        ),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class WallTermForm(forms.Form):
    """Days on the wall."""

    days_shown = forms.IntegerField(label=_("Days on the public wall"), min_value=1)
