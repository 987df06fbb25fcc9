"""What can go wrong in supervision, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict, NotAllowed, NotFound, TooMany


class NoticeNotFound(NotFound):
    """No such notice, or none this person may see."""

    code = "notice_not_found"
    message = _("We could not find this supervision notice. Please check its number.")


class MeetingNotFound(NotFound):
    """No such meeting record, or none this person may see."""

    code = "meeting_not_found"
    message = _("We could not find this meeting record.")


class AccountNotFound(NotFound):
    """No such entry, or none this person may see."""

    code = "account_not_found"
    message = _("We could not find this entry.")


class NotYourArea(NotAllowed):
    """A supervisor acts in the own area only."""

    code = "not_your_area"
    message = _("This lies outside your area. Please ask the supervisor of that area.")


class OwnWork(NotAllowed):
    """Nobody supervises themselves."""

    code = "own_work"
    message = _("This is your own work. Somebody above must do this step.")


class SamePerson(Conflict):
    """Who reported may not verify."""

    code = "same_person"
    message = _(
        "You reported this back yourself. Please let another person verify it and cancel the"
        " number."
    )


class IssuerDecides(NotAllowed):
    """A lower level may not settle what a higher one has issued."""

    code = "issuer_decides"
    message = _("Only the office that issued this notice, or one above it, may do this step.")


class RemindedAlready(TooMany):
    """A reminder so soon after the last one would only be noise."""

    code = "reminded_already"
    message = _(
        "A reminder was sent at %(when)s. The next one can be sent after %(hours)s hours;"
        " a formal supervision notice can be issued at once."
    )


class NothingToRemind(Conflict):
    """The item is done or closed."""

    code = "nothing_to_remind"
    message = _("This has been handled already, so there is nothing to remind of.")


class TargetNeeded(BadInput):
    """A notice goes to somebody."""

    code = "target_needed"
    message = _("Please choose the unit or post that must put it right.")


class TooEarly(BadInput):
    """A deadline that has passed."""

    code = "too_early"
    message = _("The deadline must lie in the future. Please choose a later day.")


class TooFar(BadInput):
    """A deadline that nobody will live to see."""

    code = "too_far"
    message = _("The deadline lies more than a year ahead. Please choose an earlier day.")


class NothingToSupervise(BadInput):
    """Neither an item nor a finding."""

    code = "nothing_to_supervise"
    message = _("Please write what was found on the spot.")


class ProofNeeded(BadInput):
    """Words alone cancel no number."""

    code = "proof_needed"
    message = _("Please add a photo or a document as proof.")


class NotYetDue(Conflict):
    """Publication is for what was not done in time."""

    code = "not_yet_due"
    message = _(
        "Only a notice that is late or was sent back may be published. Its deadline is %(due)s."
    )


class ExposedAlready(Conflict):
    """Once is enough."""

    code = "exposed_already"
    message = _("This notice has already been published.")


class NoticeExists(Conflict):
    """The decision already has one."""

    code = "notice_exists"
    message = _("A supervision notice was already issued for this decision.")


class NotAbove(NotAllowed):
    """Only those above a unit call it to account."""

    code = "not_above"
    message = _("Only an office above this unit or post may call it to account.")


class OutcomeKnown(Conflict):
    """The register is not rewritten."""

    code = "outcome_known"
    message = _("The outcome of this entry is already on record.")
