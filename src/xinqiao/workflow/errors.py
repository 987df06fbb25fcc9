"""What can go wrong with an item, in sentences that say what to do."""

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict, NotAllowed, NotFound, Sentence


class ItemNotFound(NotFound):
    """No such item, or none this person may see."""

    code = "item_not_found"
    message = _("We could not find this item. Please check its number.")


class NoDesk(Conflict):
    """Nobody could receive it: an office has not been set up."""

    code = "no_desk"
    message = _(
        "No office receives requests for this place yet. Please ask the administrator to open a"
        " desk for the community or the street."
    )


class ActionNotPossible(Conflict):
    """The state does not offer the action."""

    code = "action_not_possible"
    message = _("This is not possible any more at this stage. Please reload the page.")


class ItemChanged(Conflict):
    """Somebody was faster than this page."""

    code = "item_changed"
    message = _("Somebody changed this item in the meantime. Please look again before you go on.")


class ActionNotYours(NotAllowed):
    """The action belongs to somebody else."""

    code = "action_not_yours"
    message = _("This step belongs to another post. Please ask whoever is responsible for it.")


class Missing(BadInput):
    """An action cannot do without something."""

    code = "missing"
    message = _("Something is missing for this step. Please fill it in and try again.")

    @staticmethod
    def sentence_for(need: str) -> Sentence:
        """The sentence that names what is missing."""
        return _MISSING.get(need, Missing.message)


_MISSING: dict[str, Sentence] = {
    "reason": _("Please give a reason."),
    "words": _("Please write a few words."),
    "proof": _("Please add a photo or a document as proof."),
    "target": _("Please choose a post or a unit."),
    "until": _("Please say until when."),
    "rating": _("Please choose between one and five stars."),
}


class AtTheTop(Conflict):
    """There is no level above."""

    code = "at_the_top"
    message = _("There is no higher level for this place. Please settle it here or call a unit in.")


class MayNotReturn(Conflict):
    """A designated unit may not send back."""

    code = "may_not_return"
    message = _(
        "Your unit is the designated one for this matter and cannot send it back. Please ask for"
        " more time or call other units in."
    )


class AlreadyThere(Conflict):
    """The target has it already."""

    code = "already_there"
    message = _("This post or unit already has the item. Please choose another one.")


class TargetUnknown(BadInput):
    """The post or unit does not exist or is closed."""

    code = "target_unknown"
    message = _("This post or unit does not exist any more. Please choose another one.")


class NotTheirArea(BadInput):
    """The post works elsewhere."""

    code = "not_their_area"
    message = _("This post does not work in the place of this item. Please choose another one.")


class NoClock(Conflict):
    """No such clock is running."""

    code = "no_clock"
    message = _("This time limit is not running, so it cannot be changed.")


class AlreadyExtended(Conflict):
    """One extension is allowed."""

    code = "already_extended"
    message = _("This time limit was already extended once. It cannot be extended again.")


class BadLimit(BadInput):
    """An amount or unit that cannot be a limit."""

    code = "bad_limit"
    message = _("A time limit must be a positive number of hours or days. Please correct it.")


class RuleOverlap(Conflict):
    """Two rules would hold at once."""

    code = "rule_overlap"
    message = _(
        "Another limit for the same matter holds at that time. Please end it first or choose a"
        " later date."
    )


class PastDate(BadInput):
    """Rules are not changed for the past."""

    code = "past_date"
    message = _("A rule cannot begin in the past. Please choose today or a later day.")


class RuleNotFound(NotFound):
    """No such rule."""

    code = "rule_not_found"
    message = _("We could not find this rule. Somebody may have removed it.")


class BadRule(BadInput):
    """A rule that makes no sense."""

    code = "bad_rule"
    message = _("This rule is not complete. Please choose either a role or a unit.")


class FilterNotFound(NotFound):
    """No such saved filter of this person."""

    code = "filter_not_found"
    message = _("We could not find this saved list.")


class BadDay(BadInput):
    """A special day that is none."""

    code = "bad_day"
    message = _(
        "Only a weekday can become a day off, and only a Saturday or Sunday a make-up working day."
    )


class YearUnknown(BadInput):
    """The packaged calendar does not know the year."""

    code = "year_unknown"
    message = _(
        "The official days of %(year)s are not known yet. Please enter them by hand when the"
        " State Council has published them."
    )


class WordsTooShort(BadInput):
    """One character is in no word of the index, and in nearly every text."""

    code = "words_too_short"
    message = _("Please type at least two characters, such as “路灯”, or a whole number.")
