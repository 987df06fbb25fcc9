"""What can go wrong between a phone and the server, in words for the person."""

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict, DomainError, NotAllowed, NotFound


class SignInNeeded(DomainError):
    """401: the session is over. The phone keeps what it has and asks to sign in again."""

    code = "sign_in_needed"
    status = 401
    message = _("Please sign in again. What you entered stays on the phone.")


class PeopleOnly(NotAllowed):
    """403: phones belong to people."""

    code = "people_only"
    message = _("Only a person who is signed in may do this, not a key.")


class CsrfMissing(NotAllowed):
    """403: a session without its token, perhaps from a foreign page."""

    code = "csrf_missing"
    message = _("The security token of your session is missing. Please reload the page.")


class NoGridPost(NotAllowed):
    """403: only grids are carried."""

    code = "no_grid_post"
    message = _(
        "Working without signal is for people with a post in a grid. Please use the work list."
    )


class PhoneMissing(BadInput):
    """422: no phone named."""

    code = "phone_missing"
    message = _("This phone is not set up yet. Please set it up while there is signal.")


class PhoneGone(DomainError):
    """410: the phone wipes everything."""

    code = "phone_ended"
    status = 410
    message = _(
        "This phone was signed out or taken out of use. What it carried is removed; please set "
        "it up again."
    )


class PhoneUnknown(PhoneGone):
    """410: no phone of this id was ever set up."""

    code = "phone_unknown"
    message = _("We do not know this phone. Please set it up again while there is signal.")


class PhoneExpired(PhoneGone):
    """410: too long without a sync. What waits may still be sent, the rest is wiped."""

    code = "phone_expired"
    message = _(
        "This phone was without signal for more than %(days)s days. What it carried is removed; "
        "your own entries are still sent."
    )


class PhoneOfAnother(Conflict):
    """409: somebody else signed in on a phone that carries a colleague's grids."""

    code = "phone_of_another"
    message = _(
        "This phone is set up for somebody else. Please sign in as that person, or remove what it "
        "carries."
    )


class TooManyPhones(Conflict):
    """409: one person, a whole drawer of phones."""

    code = "too_many_phones"
    message = _("You have %(limit)s phones in use already. Please end one under “My phones” first.")


class PhoneNotFound(NotFound):
    code = "phone_not_found"
    message = _("We do not find this phone. Please go back to the list.")


class ConflictNotFound(NotFound):
    code = "conflict_not_found"
    message = _("We do not find this conflict in your area. Please go back to the list.")


class ConflictSettled(Conflict):
    """409: a colleague was faster."""

    code = "conflict_settled"
    message = _("Somebody has settled this already. Please look at the list again.")


class ClashUnknown(BadInput):
    """422: a choice for a field that does not clash."""

    code = "clash_unknown"
    message = _("“%(field)s” is not one of the fields that differ. Please reload the page.")


class IdTaken(Conflict):
    """409: another person's command has this id, or the same id came with other content."""

    code = "command_id_taken"
    message = _("This entry was sent before with other content. Please enter it again.")


class PayloadTooBig(BadInput):
    """422: more than any form needs."""

    code = "payload_too_big"
    message = _("This entry is too long. Please shorten it and send it again.")


class PayloadUnreadable(BadInput):
    """422: too deep, or with characters that nobody can type."""

    code = "payload_unreadable"
    message = _("This entry holds something that cannot be read. Please enter it again.")


class TooOld(BadInput):
    """422: from before the time that is still accepted."""

    code = "too_old"
    message = _("This was done more than %(days)s days ago. Please enter it again.")
