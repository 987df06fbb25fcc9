"""What can go wrong in the room of care, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict, NotAllowed, NotFound


class NothingHere(NotFound):
    code = "care_not_found"
    message = _("This does not exist, or it is not in your area. Please go back to the list.")


class LinkUnknown(NotFound):
    code = "care_link_unknown"
    message = _("This link is no longer valid. Please call the number of your community.")


class NotYourElders(NotAllowed):
    code = "care_not_your_area"
    message = _("Only the community staff of this area can do this. Please ask them.")


class ClassUnknown(BadInput):
    code = "care_class_unknown"
    message = _("Please choose a class from the list.")


class ClassReason(BadInput):
    code = "care_class_reason"
    message = _("The rules propose another class. Please write why this one is right.")


class ClassMovedOn(Conflict):
    code = "care_class_moved_on"
    message = _("Somebody has confirmed a class in the meantime. Please reload the page.")


class OutOfStock(Conflict):
    code = "care_out_of_stock"
    message = _("This store has not enough of it. Please choose another store or order more.")


class BadPieces(BadInput):
    code = "care_bad_pieces"
    message = _("Please give a whole number between 1 and %(most)s.")


class NotEntitled(BadInput):
    code = "care_not_entitled"
    message = _("This class is not entitled to it. Please check the class first.")


class NotClassified(BadInput):
    code = "care_not_classified"
    message = _("No class is confirmed for this person yet. Please confirm the class first.")


class HasItAlready(Conflict):
    code = "care_has_it"
    message = _("This person has one already, or one is on the way.")


class GrantMovedOn(Conflict):
    code = "care_grant_moved_on"
    message = _("This grant has moved on in the meantime. Please reload the page.")


class SignatureMissing(BadInput):
    code = "care_signature_missing"
    message = _("Please let the elder sign, or write the name of whoever signs for them.")


class PlanExists(Conflict):
    code = "care_plan_exists"
    message = _("There is a plan for this service already. Please end it first.")


class BadPlan(BadInput):
    code = "care_bad_plan"
    message = _("Please choose at least one weekday, and every 1 to 12 weeks.")


class WrongCode(BadInput):
    code = "care_wrong_code"
    message = _("This is not the code of the day. It stands on the elder's help page.")


class TooManyCodes(Conflict):
    code = "care_too_many_codes"
    message = _("Too many wrong codes. Please let the elder sign, or write why there is no code.")


class WordReason(BadInput):
    code = "care_word_reason"
    message = _("Please write why the elder could neither tell the code nor sign.")


class ServiceMovedOn(Conflict):
    code = "care_service_moved_on"
    message = _("This service is settled already. Please reload the page.")


class TooEarly(BadInput):
    code = "care_too_early"
    message = _("This service is planned for a later day.")


class BadShift(BadInput):
    code = "care_bad_shift"
    message = _("Please choose weekdays, and a last day that is not before the first.")


class Unreachable(BadInput):
    code = "care_unreachable"
    message = _("Please give a telephone, an account or a post, so that the helper can be called.")


class HelperExists(Conflict):
    code = "care_helper_exists"
    message = _("There is a helper with this name here already.")


class ConsentDay(BadInput):
    code = "care_consent_day"
    message = _("A private telephone may be shown only when its holder agreed. Please say when.")


class WhereMissing(BadInput):
    code = "care_where_missing"
    message = _("We do not know where this is. Please choose the person or the building.")


class CallTaken(Conflict):
    code = "care_call_taken"
    message = _("Somebody else is on the way already. Thank you!")


class CallOver(Conflict):
    code = "care_call_over"
    message = _("This call is over. Nothing more needs to be done.")


class NotYourCall(NotAllowed):
    code = "care_not_your_call"
    message = _("Somebody else has taken this call.")
