"""Forms around personal data: looks, consents, requests, purposes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import DomainError
from xinqiao.registry.models import LookKind

# An export and a query by law have pages of their own, which say them by themselves.
_ASKED = [LookKind.CONTACT, LookKind.CARE, LookKind.VERIFY, LookKind.REQUEST, LookKind.EMERGENCY]


class RevealForm(forms.Form):
    """Why somebody needs to see what is masked."""

    kind = forms.ChoiceField(
        label=_("What do you need it for?"),
        widget=forms.RadioSelect,
        choices=[(kind.value, kind.label) for kind in _ASKED],
        error_messages={"required": _("Please choose what you need it for.")},
    )
    reason = forms.CharField(
        label=_("In a few words"),
        max_length=200,
        error_messages={"required": _("Please say in a few words why you need to see this.")},
    )


def add_domain_error(form: forms.BaseForm, error: DomainError) -> None:
    """Show a refusal of the services beside its field, or above the form when it has none."""
    name = error.field if error.field in form.fields else None
    form.add_error(name, error.sentence())
