"""The reason for looking at somebody's contact."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class RevealForm(forms.Form):
    """Why the contact is needed."""

    reason = forms.CharField(
        label=_("Why do you need to see it?"),
        max_length=200,
        error_messages={"required": _("Please say in a few words why you need to see this.")},
    )
