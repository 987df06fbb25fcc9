"""What can go wrong with capture, acts, categories and facilities, in words for the person."""

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict, DomainError, NotAllowed, NotFound


class BuildingNotFound(NotFound):
    message = _("We do not find this building in your area. Please search by its name.")


class RegisterNotYours(NotAllowed):
    code = "register_not_yours"
    message = _(
        "Only grid, community and street staff of the area keep its register. "
        "Please ask the grid worker there."
    )


class Stale(Conflict):
    """The row was changed since it was read."""

    code = "stale"
    message = _(
        "Somebody changed this record in the meantime. Please look at it again, then change it."
    )


class BadCitizenNumber(BadInput):
    code = "bad_citizen_number"
    message = _(
        "This is not a citizen number: the check character does not fit. "
        "Please compare it with the card, digit by digit."
    )


class CitizenNumberLength(BadCitizenNumber):
    message = _("A citizen number has 18 characters. Please type it as on the card.")


class CitizenNumberLetters(BadCitizenNumber):
    message = _("A citizen number has 17 digits and a digit or X. Please type it again.")


class CitizenNumberBirth(BadCitizenNumber):
    message = _("The birth date in this citizen number cannot be. Please compare it with the card.")


class OldCitizenNumber(BadCitizenNumber):
    message = _(
        "This is an old number of 15 digits. Please type the 18 characters of the present card."
    )


class SexContradicts(BadInput):
    code = "sex_contradicts"
    message = _("The citizen number says another sex. Please check both.")


class BirthContradicts(BadInput):
    code = "birth_contradicts"
    message = _("The citizen number says another birth date. Please check both.")


class BirthImpossible(BadInput):
    code = "birth_impossible"
    message = _("Nobody was born on this day. Please check the birth date.")


class AlreadyRegistered(Conflict):
    """Same number, and the actor may see the record (`person_id`)."""

    code = "already_registered"
    message = _(
        "This person is on the register already. Please open the record instead of adding a second."
    )


class RegisteredElsewhere(Conflict):
    """Same number, in an area the actor does not see; nothing of it is told."""

    code = "registered_elsewhere"
    message = _(
        "This person is registered in another area. "
        "Please ask your community or street to transfer the record."
    )


class HasLeft(Conflict):
    """Same number, and the person had moved away."""

    code = "has_left"
    message = _("This person had moved away and is on record. Please record the return instead.")


class LooksAlike(Conflict):
    """Same name and birth date (`person_ids`); the person decides."""

    code = "looks_alike"
    message = _(
        "Somebody of this name and birth date is on the register already. "
        "Please compare, and confirm that this is somebody else."
    )


class DwellingExists(Conflict):
    code = "dwelling_exists"
    message = _("%(address)s is on the register already. Please open it instead.")


class DwellingInUse(Conflict):
    code = "dwelling_in_use"
    message = _("People live here. Please move their household first.")


class BadDoor(BadInput):
    code = "bad_door"
    message = _("Please give the room number, for example 301 or 2-301.")


class NotABuilding(BadInput):
    code = "not_a_building"
    message = _("Dwellings belong to a building inside a grid. Please choose the building.")


class HouseholdEnded(Conflict):
    code = "household_ended"
    message = _("This household is no longer here. Please choose the present one.")


class HeadTaken(Conflict):
    code = "head_taken"
    message = _("This household has a head already. Please choose another relation.")


class NotAMember(Conflict):
    code = "not_a_member"
    message = _("This person does not belong to this household any more. Please look again.")


class NobodyChosen(BadInput):
    code = "nobody_chosen"
    message = _("Please choose at least one person.")


class EverybodyChosen(BadInput):
    code = "everybody_chosen"
    message = _("If everybody goes, the household moves. Please choose “move” instead.")


class SameHousehold(BadInput):
    code = "same_household"
    message = _("This is the same household. Please choose another one.")


class SameDwelling(BadInput):
    code = "same_dwelling"
    message = _("They live here already. Please choose another dwelling.")


class DayImpossible(BadInput):
    code = "day_impossible"
    message = _("The day must not be in the future, nor before the household began.")


class HasDied(Conflict):
    code = "has_died"
    message = _("A death is on record for this person.")


class StillHere(Conflict):
    code = "still_here"
    message = _("This person belongs to a household here. Please record a move instead.")


class AddressAmbiguous(BadInput):
    code = "address_ambiguous"
    message = _("More than one dwelling fits: %(shown)s. Please give the whole address.")


class UnknownTag(BadInput):
    code = "unknown_tag"
    message = _("There is no category “%(code)s” at this time. Please choose one of the list.")


class TagFollows(Conflict):
    code = "tag_follows"
    message = _(
        "This category follows from the register by itself. "
        "Please correct the birth date or the household instead."
    )


class BadRule(BadInput):
    code = "bad_rule"
    message = _("This rule cannot be read: %(part)s. Please see the examples beside the field.")


class UnknownFacilityKind(BadInput):
    code = "unknown_facility_kind"
    message = _("There is no such kind of facility. Please choose one of the list.")


class BadLine(BadInput):
    code = "bad_line"
    message = _("A lane is a line of at least two points. Please draw it again.")


class FacilityExists(Conflict):
    code = "facility_exists"
    message = _("%(area)s has a facility named %(name)s already.")


class NoSteward(BadInput):
    code = "no_steward"
    message = _("This post does not work in the area of the facility. Please choose another one.")


class SearchTooShort(BadInput):
    code = "search_too_short"
    message = _("Please give a surname, a name, a number or a part of the address.")


class SignInNeeded(DomainError):
    code = "sign_in_needed"
    status = 401
    message = _("Please sign in.")


class PeopleOnly(NotAllowed):
    code = "people_only"
    message = _("Only a person who is signed in may read the register, not a key.")


class CsrfMissing(NotAllowed):
    code = "csrf_missing"
    message = _("The security token of your session is missing. Please send it as X-CSRFToken.")
