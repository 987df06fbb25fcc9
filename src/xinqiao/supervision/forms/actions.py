"""The small form behind each button of a notice; one class an action."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.files.forms import PROOF, PhotosField, TokensField
from xinqiao.workflow.models import Unit


def _words(label: Any, *, rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}))


class ActionForm(forms.Form):
    """An action that needs nothing but the click."""

    def action_data(self) -> dict[str, Any]:
        """What `perform` is given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "photos"}


class WordsForm(ActionForm):
    """What is said."""

    words = _words(_("Words"))


class PlanForm(ActionForm):
    """What will be done, by whom, in which steps."""

    words = _words(_("What you will do, and until when"))


class ReasonForm(ActionForm):
    """Why."""

    reason = _words(_("Reason"), rows=2)


class ReportForm(ActionForm):
    """What was put right, with proof."""

    words = _words(_("What was put right"))
    photos = PhotosField(label=_("Photos or documents as proof"), accept=PROOF)
    proof_tokens = TokensField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Shown as needed; the service counts those that an earlier try has already sent, too.
        self.fields["photos"].required = True


class CancelForm(ActionForm):
    """What was verified; own photos may be added to the unit's proof."""

    words = _words(_("What you verified"))
    photos = PhotosField(label=_("Own photos or documents"), accept=PROOF)
    proof_tokens = TokensField()


class ExtendForm(ActionForm):
    """How much longer, and why."""

    amount = forms.IntegerField(label=_("Longer by"), min_value=1, max_value=999, initial=1)
    unit = forms.ChoiceField(
        label=_("Counted in"), choices=Unit.choices, initial=Unit.WORKING_DAYS.value
    )
    reason = _words(_("Reason"), rows=2)


FORMS: dict[str, type[ActionForm]] = {
    "accept": ActionForm,
    "begin": PlanForm,
    "report_back": ReportForm,
    "cancel": CancelForm,
    "send_back": ReasonForm,
    "extend": ExtendForm,
    "expose": ReasonForm,
    "revoke": ReasonForm,
    "note": WordsForm,
}
