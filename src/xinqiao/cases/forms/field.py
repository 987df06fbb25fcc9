"""The form of somebody who reports for somebody else (代办)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.cases.forms.fields import PROOF, PhotosField, TokensField
from xinqiao.cases.forms.report import ReportForm


class FieldReportForm(ReportForm):
    """The report form, with whom it is for and, on the spot, how it was settled."""

    name = forms.CharField(
        label=_("Name of the person"),
        error_messages={"required": _("Please write whom you report for.")},
    )
    phone = forms.CharField(
        label=_("Telephone number of the person"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "type": "tel", "autocomplete": "off"}),
    )
    has_no_phone = forms.BooleanField(label=_("Has no telephone"), required=False)
    settle = forms.BooleanField(label=_("It was settled on the spot"), required=False)
    settled_words = forms.CharField(
        label=_("What was done"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    proof = PhotosField(label=_("Photo of the result"), accept=PROOF)
    proof_tokens = TokensField()

    def clean(self) -> dict[str, Any]:
        """A telephone number or the word that there is none; words when it is settled."""
        data = super().clean()
        if not data.get("phone") and not data.get("has_no_phone"):
            self.add_error(
                "phone", _("Please write the number, or tick that the person has no telephone.")
            )
        if data.get("has_no_phone"):
            data["phone"] = ""
        if data.get("settle") and not data.get("settled_words", "").strip():
            self.add_error("settled_words", _("Please say in a few words what was done."))
        return data
