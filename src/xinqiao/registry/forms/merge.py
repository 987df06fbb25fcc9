"""Forms of the pages about duplicates."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class MergeForm(forms.Form):
    """Why two records are one person."""

    keep = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("How do you know?"),
        max_length=200,
        error_messages={"required": _("Please say in a few words how you know.")},
    )
