"""Forms of the room `accounts`."""

from datetime import timedelta
from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.services import lockout
from xinqiao.events.kinds import declared
from xinqiao.events.selectors import LogFilter
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import day_start, now


def add_refusal(form: forms.BaseForm, error: DomainError) -> None:
    """Show a refusal at the field at fault, or above the form."""
    field = error.field if error.field in form.fields else None
    form.add_error(field, error.sentence())


class PhoneForm(forms.Form):
    """The number a code is sent to."""

    phone = forms.CharField(
        label=_("Your mobile number"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )


class CodeForm(forms.Form):
    """The six digits from the text message."""

    code = forms.CharField(
        label=_("The six digits from the message"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class StaffForm(LoginForm):
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name")
        self.fields["password"].label = _("Password")
        self.fields.pop("remember", None)
        _plain(self)


class FactorForm(AuthenticateForm):
    """The one-time code; not even the right one opens a locked account."""

    def clean_code(self) -> str:
        """Refuse while the account is locked, else let allauth look at the code."""
        try:
            lockout.require_open(username=self.user.username, at=now())
        except DomainError as error:
            raise forms.ValidationError(error.sentence(), code=str(error.code)) from error
        return str(super().clean_code())


class ProofForm(ReauthenticateForm):
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)


class NewPasswordForm(ChangePasswordForm):
    """The old password and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, "oldpassword", "password2")


def _plain(form: forms.Form, *without_help: str) -> None:
    """Take away allauth's placeholders, and its link to a page this product does not have."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if name in ("password", *without_help):
            field.help_text = ""


class UserForm(forms.Form):
    """A new account for a colleague."""

    display_name = forms.CharField(label=_("Full name"), max_length=64)
    username = forms.CharField(
        label=_("User name"),
        max_length=32,
        help_text=_("Small letters, digits, dots or dashes; used to sign in."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=30, required=False, widget=forms.TextInput({"type": "tel"})
    )


class AuditForm(forms.Form):
    """What an auditor looks for."""

    kind = forms.ChoiceField(label=_("What happened"), required=False)
    user = forms.IntegerField(label=_("Account number"), required=False, min_value=1)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label=_("What happened"), required=False, choices=[("", _("Everything")), *declared()]
        )

    def wanted(self) -> LogFilter:
        """Return the filter; empty where the form is not valid."""
        if not self.is_valid():
            return LogFilter()
        given = self.cleaned_data
        since, until = given["since"], given["until"]
        return LogFilter(
            kind=given["kind"],
            actor_user_id=given["user"],
            since=day_start(since) if since else None,
            until=day_start(until + timedelta(days=1)) if until else None,
        )
