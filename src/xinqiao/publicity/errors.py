"""What can go wrong with a list entry, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict, DomainError, NotAllowed, NotFound


class ListingNotFound(NotFound):
    """No entry, or none this person may see."""

    code = "listing_not_found"
    message = _("This entry does not exist, or you may not see it. Please check the address.")


class NotShownNow(NotFound):
    """An entry that is hidden while an appeal is examined."""

    code = "listing_suspended"
    message = _("This entry is not shown while somebody examines an appeal against it.")


class EntryGone(DomainError):
    """410: an entry that stood on a list and has left it for good."""

    code = "listing_gone"
    status = 410
    message = _("This entry has left the list: its time is over, or it was taken down.")


class NotInThisState(Conflict):
    """The entry has moved on meanwhile."""

    code = "listing_moved_on"
    message = _("This entry has moved on in the meantime. Please reload the page and look again.")


class AnotherPerson(NotAllowed):
    """Four eyes: whoever wrote or approved may not also decide."""

    code = "another_person"
    message = _("You had a part in this entry. Somebody else must decide; please ask a colleague.")


class SubjectMissing(BadInput):
    """Neither a unit nor an area nor a post is named."""

    code = "subject_missing"
    message = _("Please choose whom the entry is about.")


class SubjectOutside(BadInput):
    """The subject lies outside the areas of the writer."""

    code = "subject_outside"
    message = _("This lies outside your area. Please choose something inside it.")


class ProofMissing(BadInput):
    """An entry by hand needs something that proves it."""

    code = "listing_proof_missing"
    message = _("An entry by hand needs proof. Please add a photo or a document.")


class BasisMissing(BadInput):
    """A black entry without a rule that allows it."""

    code = "basis_missing"
    message = _("Please name the rule that allows showing this in public.")


class HowTold(BadInput):
    """Nobody could be told by the product."""

    code = "how_told_missing"
    message = _("The subject has no account here. Please write how and when they were told.")


class NoPersonNamed(Conflict):
    """Only entries about a post or a person can show a name."""

    code = "no_person_named"
    message = _("Only an entry about a person or a post can show a name.")


class ConsentStands(Conflict):
    """One consent at a time."""

    code = "consent_stands"
    message = _("A consent is on record already. Withdraw it first, then record the new one.")


class NoConsent(Conflict):
    """Nothing to withdraw."""

    code = "no_consent"
    message = _("No consent is on record for this entry.")


class BadTerm(BadInput):
    """A length that cannot hold."""

    code = "bad_term"
    message = _("Please give whole days between 1 and %(limit)s.")


class AppealDecided(Conflict):
    """Somebody else was faster."""

    code = "appeal_decided"
    message = _("This appeal has been decided already. Please reload the page.")
