"""What anybody types who says an entry is wrong."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AppealForm(forms.Form):
    """What is wrong, and where to be reached."""

    words = forms.CharField(
        label=_("What is wrong with this entry?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Please say in a few words what is wrong.")},
    )
    phone = forms.CharField(
        label=_("Telephone for questions"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
