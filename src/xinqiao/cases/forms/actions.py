"""The small form behind each button of a request; one class an action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.cases.forms.fields import PROOF, PhotosField, TokensField
from xinqiao.cases.forms.follow import SCORES
from xinqiao.cases.models import Outcome
from xinqiao.workflow.models import Unit

_NOTHING = ("", "—")
_OUTCOMES = tuple(choice for choice in Outcome.choices if choice[0] != Outcome.WITHDRAWN)


class HasTargets(Protocol):
    """Whom a request may be handed to."""

    @property
    def parties(self) -> Sequence[tuple[str, str]]: ...

    @property
    def organisations(self) -> Sequence[tuple[str, str]]: ...

    @property
    def categories(self) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]: ...


def _words(label: Any, *, rows: int = 3, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


class ActionForm(forms.Form):
    """An action that needs nothing but the click.

    targets: whom the request may be handed to; only forms that ask for it look.
    """

    def __init__(self, *args: Any, targets: HasTargets, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "target" in self.fields:
            self._choose("target", [_NOTHING, *targets.parties])
        if "category" in self.fields:
            self._choose("category", [_NOTHING, *targets.categories])
        if "co" in self.fields:
            self._choose("co", targets.organisations)
            self._choose("lead", [_NOTHING, *targets.organisations])

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def action_data(self) -> dict[str, Any]:
        """What `perform` is given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "photos"}


class ReasonForm(ActionForm):
    """Why."""

    reason = _words(_("Reason"), rows=2)


class OptionalReasonForm(ActionForm):
    """Why, if there is something to say."""

    reason = _words(_("Reason"), rows=2, required=False)


class WordsForm(ActionForm):
    """What is said."""

    words = _words(_("Words"))


class QuestionForm(ActionForm):
    """What the requester is asked."""

    question = _words(_("Your question to the requester"))


class DispatchForm(ActionForm):
    """To whom, and why."""

    target = forms.ChoiceField(label=_("Hand over to"))
    reason = _words(_("Reason"), rows=2)

    def action_data(self) -> dict[str, Any]:
        """`post_id` or `organisation_id`."""
        kind, _colon, key = self.cleaned_data["target"].partition(":")
        return {f"{kind}_id": int(key), "reason": self.cleaned_data["reason"]}


class WhistleForm(ActionForm):
    """Which units must come, who of them leads, and why."""

    lead = forms.ChoiceField(
        label=_("New lead unit"),
        required=False,
        help_text=_("Leave it open when the present owner stays in the lead."),
    )
    co = forms.MultipleChoiceField(
        label=_("Units that help"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = _words(_("Reason"), rows=2)

    def clean(self) -> dict[str, Any]:
        """At least one unit must be named."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("lead") and not data.get("co"):
            self.add_error("co", _("Please choose at least one unit."))
        return data

    def action_data(self) -> dict[str, Any]:
        """Ids of organisations."""
        lead = self.cleaned_data["lead"]
        return {
            "lead": int(lead) if lead else None,
            "co": [int(key) for key in self.cleaned_data["co"] if key != lead],
            "reason": self.cleaned_data["reason"],
        }


class ExtendForm(ActionForm):
    """How much longer, and why."""

    amount = forms.IntegerField(label=_("Longer by"), min_value=1, max_value=999, initial=1)
    unit = forms.ChoiceField(
        label=_("Counted in"), choices=Unit.choices, initial=Unit.WORKING_DAYS.value
    )
    reason = _words(_("Reason"), rows=2)


class ProofForm(ActionForm):
    """Words with photos or documents."""

    words = _words(_("What was done"))
    photos = PhotosField(label=_("Photos or documents"), accept=PROOF)
    proof_tokens = TokensField()


class CloseForm(ProofForm):
    """What was done, how it ended, and the proof."""

    outcome = forms.ChoiceField(label=_("Result"), choices=_OUTCOMES, initial=Outcome.SOLVED.value)
    field_order = ("words", "outcome", "photos", "proof_tokens")


class CategoryChoiceForm(ActionForm):
    """The category it belongs to; what the words suggest stands first."""

    category = forms.ChoiceField(
        label=_("What is it about?"),
        help_text=_("No time limit changes now; later suggestions learn from it."),
    )
    reason = _words(_("Reason"), rows=2, required=False)


class MergeForm(ActionForm):
    """Into which request, and why."""

    into = forms.CharField(
        label=_("Number of the main request"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("It stays open; this one follows it, and its requester hears of the answer."),
        error_messages={"required": _("Please write the number of the main request.")},
    )
    reason = _words(_("Reason"), rows=2, required=False)


class CallBackForm(ActionForm):
    """What the requester said on the telephone."""

    score = forms.TypedChoiceField(
        label=_("How satisfied is the requester?"),
        choices=SCORES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the five.")},
    )
    words = _words(_("What the requester said"), required=False)


_FORMS: dict[str, type[ActionForm]] = {
    "accept": ActionForm,
    "send_back": ReasonForm,
    "dispatch": DispatchForm,
    "hand_up": ReasonForm,
    "whistle": WhistleForm,
    "co_reply": ProofForm,
    "ask": QuestionForm,
    "answer_question": WordsForm,
    "pause": ReasonForm,
    "resume": ActionForm,
    "extend": ExtendForm,
    "reply": WordsForm,
    "close": CloseForm,
    "call_back": CallBackForm,
    "conclude": WordsForm,
    "take_over": ReasonForm,
    "supervise": ReasonForm,
    "withdraw": OptionalReasonForm,
    "merge": MergeForm,
    "split": ReasonForm,
    "note": WordsForm,
    "recategorise": CategoryChoiceForm,
}


def form_class(action: str) -> type[ActionForm] | None:
    """The form of an action that has a button, else None."""
    return _FORMS.get(action)
