"""What can go wrong with the register, in words for the person."""

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict, NotFound


class PersonNotFound(NotFound):
    message = _("We do not find this person in your area. Please search by name or address.")


class HouseholdNotFound(NotFound):
    message = _("We do not find this household in your area. Please search by address.")


class DwellingNotFound(NotFound):
    message = _("We do not find this dwelling in your area. Please search by address.")


class FacilityNotFound(NotFound):
    message = _("We do not find this facility in your area. Please search by name.")


class ConsentMissing(BadInput):
    code = "consent_missing"
    message = _(
        "%(what)s is sensitive and needs the person's own consent to “%(purpose)s”. Please ask, "
        "record the consent, and then write it down."
    )


class PurposeMissing(BadInput):
    code = "purpose_missing"
    message = _(
        "No purpose allows us to keep %(what)s. Please leave it out, or ask the security "
        "administrator to set up its purpose."
    )


class NotByConsent(BadInput):
    code = "not_by_consent"
    message = _("“%(purpose)s” does not rest on consent, so there is nothing to record.")


class ConsentStands(Conflict):
    code = "consent_stands"
    message = _("This consent is on record already. Nothing was changed.")


class ConsentNotFound(NotFound):
    code = "consent_not_found"
    message = _("We do not find this consent. Perhaps it was withdrawn already.")


class WitnessMissing(BadInput):
    code = "witness_missing"
    message = _("Please say who was present when the consent was given.")


class PaperMissing(BadInput):
    code = "paper_missing"
    message = _("Please add a photo of the signed paper.")


class UnknownField(NotFound):
    code = "unknown_field"
    message = _("There is nothing masked under this name. Please go back to the person's page.")


class WhyMissing(BadInput):
    code = "why_missing"
    message = _("Please choose what you need it for.")


class SamePerson(BadInput):
    code = "same_person"
    message = _("Please choose two different records.")


class AlreadyMerged(Conflict):
    code = "already_merged"
    message = _("One of the two records was merged in the meantime. Please look at the list again.")


class TwoNumbers(Conflict):
    code = "two_numbers"
    message = _(
        "Both records have a citizen number, and the numbers differ. Please check them first: one "
        "of them is wrong, or these are two people."
    )


class MergeNotFound(NotFound):
    code = "merge_not_found"
    message = _("We do not find this merger. Perhaps it was undone already.")


class LaterMergerFirst(Conflict):
    code = "later_merger_first"
    message = _("The kept record was merged again later. Please undo that merger first.")


class NumberTakenSince(Conflict):
    code = "number_taken_since"
    message = _(
        "Another record has this citizen number by now, so the merger cannot be undone. Please "
        "look at the two records side by side."
    )


class AlreadyErased(Conflict):
    code = "already_erased"
    message = _("The data was erased when its time was over. The merger can no longer be undone.")


class NobodyNamed(BadInput):
    code = "nobody_named"
    message = _("Please give the whole name or the whole citizen number.")


class NotLinked(NotFound):
    code = "not_linked"
    message = _("Your account is not tied to a record yet. Please tell us who you are first.")


class LinkFailed(BadInput):
    code = "link_failed"
    message = _(
        "What you gave does not fit a record with your telephone number. Please check it, or go to "
        "the community with your identity card."
    )


class AlreadyLinked(Conflict):
    code = "already_linked"
    message = _("Your account is tied to a record already.")


class AlreadyAsked(Conflict):
    code = "already_asked"
    message = _("This request is open already. The answer comes by the day that stands beside it.")


class RequestNotFound(NotFound):
    code = "request_not_found"
    message = _("We do not find this request about personal data. Perhaps it was answered already.")


class AnswerMissing(BadInput):
    code = "answer_missing"
    message = _("Please write what was done, or why it cannot be done.")


class PurposeNotFound(NotFound):
    code = "purpose_not_found"
    message = _("We do not find this purpose. Please choose one from the list.")


class BadLength(BadInput):
    code = "bad_length"
    message = _("Please give a number from 1 to %(most)s.")
