"""Refusals of the room `accounts`."""

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict, NotAllowed, NotFound, TooMany


class BadUsername(BadInput):
    """A user name of the wrong form."""

    code = "bad_username"
    message = _("Please use 2 to 32 small letters, digits, dots or dashes for the user name.")


class WeakPassword(BadInput):
    """A password against the rules."""

    code = "weak_password"
    message = _("This password is too easy: %(reasons)s")


class UsernameTaken(Conflict):
    """Two people of one user name."""

    code = "username_taken"
    message = _("The user name %(username)s is taken. Please choose another one.")


class PhoneTaken(Conflict):
    """Two people of one phone number."""

    code = "phone_taken"
    message = _("This phone number belongs to another account. Please check the number.")


class NoSuchUser(NotFound):
    """No user of this id."""

    code = "no_such_user"
    message = _("We could not find this person. Please go back to the list.")


class SignInLocked(TooMany):
    """Too many wrong passwords or codes."""

    code = "sign_in_locked"
    message = _(
        "Signing in is locked after five wrong tries. Please wait %(minutes)s minutes, or ask the "
        "security administrator."
    )


class WrongCode(BadInput):
    """Not the code that was sent."""

    code = "wrong_code"
    message = _(
        "This code is not right. Please look at the message again; %(left)s tries are left."
    )


class CodeGone(BadInput):
    """A code that ran out of time or tries."""

    code = "code_gone"
    message = _("This code is no longer valid. Please ask for a new one.")


class StaffByPhone(NotAllowed):
    """A phone code is one factor; posts need two."""

    code = "staff_by_phone"
    message = _("You hold a post. Please sign in as staff, with user name and second factor.")


class AccountDisabled(NotAllowed):
    """An account that was switched off."""

    code = "account_disabled"
    message = _("This account is switched off. Please call the community if you think it is wrong.")


class ReasonMissing(BadInput):
    """No reason, or one that says nothing."""

    code = "reason_missing"
    message = _("Please say in a few words why you need to see this.")
