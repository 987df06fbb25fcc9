"""What can go wrong with a request, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict, NotAllowed, NotFound, Unavailable


class EmergencyCall(BadInput):
    """Life is in danger now: the telephone is the way, not this page. `params["numbers"]`."""

    code = "emergency"
    message = _(
        "This sounds like an emergency. Please dial %(numbers)s right now! Emergencies are not "
        "taken here. If nobody is in danger, please describe what happened without alarm words."
    )


class OutsideGrid(BadInput):
    """A point in no grid, with the nearest community and the distance to it."""

    code = "outside_grid"
    message = _(
        "This place lies outside our neighbourhoods. The nearest community is %(community)s, "
        "%(distance)s away. Please choose a place inside it, or call them."
    )


class NowhereToGo(Conflict):
    """No area is set up yet, so nobody could answer."""

    code = "nowhere_to_go"
    message = _("No neighbourhood has been set up yet. Please ask the administrator to add one.")


class BadPoint(BadInput):
    """Coordinates that are no point on earth."""

    code = "bad_point"
    message = _("The point on the map is not complete. Please tap the place again.")


class UnknownCategory(BadInput):
    """A category that does not exist or has ended."""

    code = "unknown_category"
    message = _("There is no category “%(category)s” now. Please choose one from the list.")


class UnknownChoice(BadInput):
    """A value outside a closed list."""

    code = "unknown_choice"
    message = _("“%(value)s” is not one of the choices. Please choose one from the list.")


class UnknownPlate(NotFound):
    """A door plate that was never issued or has been retired."""

    code = "unknown_plate"
    message = _("This door plate is not known. Please write the address instead.")


class ContactNeeded(BadInput):
    """A category that cannot be handled without talking to the requester."""

    code = "contact_needed"
    message = _("For “%(category)s” we must be able to call you. Please leave a telephone number.")


class SignInToHelp(NotAllowed):
    """Recording for somebody else needs a known recorder."""

    code = "sign_in_to_help"
    message = _("To report for somebody else, please sign in first, so that both names are kept.")


class CaseNotFound(NotFound):
    """No such request, or none this person may see."""

    code = "case_not_found"
    message = _("We could not find this request. Please check the number.")


class AlreadyAccepted(Conflict):
    """A second click, or a colleague of the same post was faster."""

    code = "already_accepted"
    message = _("This request was accepted at %(time)s already. You can go on with it.")


class NoOpenQuestion(Conflict):
    """An answer without a question."""

    code = "no_open_question"
    message = _("There is no open question here. Thank you; nothing more is needed now.")


class NotPaused(Conflict):
    """A question is open: its answer goes on, not a click."""

    code = "not_paused"
    message = _("This request is not waiting, so there is nothing to resume.")


class ProofNeeded(BadInput):
    """Closing needs a photo or a document, except for questions."""

    code = "proof_needed"
    message = _("Please add a photo or a document that shows the result, then close again.")


class SameHandler(NotAllowed):
    """The call-back checks the handler, so the handler cannot make it."""

    code = "same_handler"
    message = _("You closed this request yourself, so a colleague must make the call-back.")


class AlreadyRated(Conflict):
    """A second click on the stars."""

    code = "already_rated"
    message = _("Your rating has been recorded already. Thank you.")


class BadScore(BadInput):
    """A score outside 1 to 5."""

    code = "bad_score"
    message = _("Please give one to five stars.")


class NotYetConclusive(Conflict):
    """The supervisor ends only what came back twice."""

    code = "not_yet_conclusive"
    message = _(
        "Only a request that came back twice can be concluded. This one came back %(times)s times."
    )


class NotImported(Conflict):
    """Settling is for what another system has answered."""

    code = "not_imported"
    message = _("Only an imported request can be settled by the answer of the other system.")


class TargetNeeded(BadInput):
    """Nobody, or two at once, to hand a request to."""

    code = "target_needed"
    message = _("Please choose one post or one organisation to hand this to.")


class UnknownTarget(BadInput):
    """A post or organisation that does not exist here or has been closed."""

    code = "unknown_target"
    message = _("This post or organisation cannot take requests here. Please choose another.")


class BadNumber(BadInput):
    """Something else where a whole number must be."""

    code = "bad_number"
    message = _("“%(value)s” is not a number. Please use digits only.")


class UnknownAction(NotFound):
    """An action that the flow does not know."""

    code = "unknown_action"
    message = _("“%(action)s” is not something that can be done with a request.")


class SameCategory(Conflict):
    """A correction that changes nothing."""

    code = "same_category"
    message = _("This request is under “%(category)s” already. Please choose another category.")


class CategoryInUse(Conflict):
    """A category that still has sub-categories in force."""

    code = "category_in_use"
    message = _("“%(category)s” still has sub-categories. Please end those first.")


class CategoryBadCode(BadInput):
    """A dotted code that is malformed or has no parent."""

    code = "category_bad_code"
    message = _(
        "“%(category)s” is not a category code. It is made of small letters, digits and dots, "
        "ends with a dot, and its parent must exist."
    )


class Busy(Unavailable):
    """The rules were edited again and again while a request was being taken in."""

    code = "busy"
    message = _("The rules are being changed right now. Please send it again in a minute.")


class NotSettledHere(NotAllowed):
    """Settling on the spot needs to own the request or to dispatch in its area."""

    code = "not_settled_here"
    message = _(
        "This is for another unit to settle. Take away the tick “settled on the spot” and send "
        "it; it will be handed over."
    )
