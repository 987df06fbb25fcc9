"""What can go wrong with an assessment, in sentences that say what to do."""

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict, NotFound


class SchemeNotFound(NotFound):
    """No such scheme, or none this person may see."""

    code = "scheme_not_found"
    message = _("We could not find this scheme.")


class RoundNotFound(NotFound):
    """No such round, or none this person may see."""

    code = "round_not_found"
    message = _("We could not find this assessment. It may not be announced yet.")


class WeightsNot100(BadInput):
    """A scheme whose weights are no percentages."""

    code = "weights_not_100"
    message = _(
        "The weights of all parts and of the spot checks must sum to 100; now they sum to %(sum)s."
    )


class NothingToCount(BadInput):
    """A scheme without an indicator."""

    code = "nothing_to_count"
    message = _("Please choose at least one indicator with a weight above 0.")


class TooManyParts(BadInput):
    """More parts than anybody could follow."""

    code = "too_many_parts"
    message = _("A scheme can have at most %(most)s indicators.")


class IndicatorUnknown(BadInput):
    """A part that nobody can count."""

    code = "indicator_unknown"
    message = _(
        "The indicator “%(code)s” does not exist for this kind of item on the first day. Please"
        " choose one from the list."
    )


class IndicatorTwice(BadInput):
    """One indicator in two parts."""

    code = "indicator_twice"
    message = _("The indicator “%(code)s” is chosen twice. Please give it one weight.")


class SchemeOverlap(Conflict):
    """Two versions would hold at once."""

    code = "scheme_overlap"
    message = _(
        "Another version of “%(name)s” holds at that time. Please end it first or choose a later"
        " first day."
    )


class BadValidity(BadInput):
    """It would end before it begins."""

    code = "bad_validity"
    message = _("The last day must not come before the first day.")


class SchemePlayed(Conflict):
    """A version that has been used stays as it was."""

    code = "scheme_played"
    message = _(
        "This version has been used already. Please let the new version begin after %(day)s."
    )


class EmptyGroup(BadInput):
    """A group that compares nobody."""

    code = "empty_group"
    message = _("Nobody is in the group “%(group)s”. Please add units or remove the group.")


class UnitInTwoGroups(BadInput):
    """A unit that would be compared twice."""

    code = "unit_in_two_groups"
    message = _("%(unit)s is in two groups. Please take it out of one of them.")


class UnknownUnit(BadInput):
    """A unit outside the area or of another level."""

    code = "unknown_unit"
    message = _("The group “%(group)s” names a unit that does not belong here. Please choose anew.")


class UnknownRule(BadInput):
    """A rule of a group that does not fit the level."""

    code = "unknown_rule"
    message = _("The group “%(group)s” takes its units by a rule that does not fit this level.")


class NoCriteria(BadInput):
    """Spot checks that look at nothing."""

    code = "no_criteria"
    message = _(
        "Spot checks need a weight, a number of samples and at least one criterion with points."
        " Please fill in all of them or none."
    )


class OutsideValidity(Conflict):
    """The scheme does not hold in that period."""

    code = "outside_validity"
    message = _("This scheme does not hold in the whole period. Please choose another period.")


class RoundExists(Conflict):
    """One period is assessed once."""

    code = "round_exists"
    message = _("This period is being assessed already. Please open the existing one.")


class WrongStep(Conflict):
    """The state does not offer the step."""

    code = "wrong_step"
    message = _("This step is not possible at this stage. Please reload the page.")


class PeriodRuns(Conflict):
    """A period that is not over."""

    code = "period_runs"
    message = _("The period runs until %(day)s. Please come back afterwards.")


class NothingToDraw(Conflict):
    """A draw without lots."""

    code = "nothing_to_draw"
    message = _("There is nothing to draw: the scheme has no spot checks, or no item is done yet.")


class DrawnAlready(Conflict):
    """A second draw would let somebody choose."""

    code = "drawn_already"
    message = _("The samples have been drawn already. A draw is made once.")


class ObjectionsRun(Conflict):
    """Publishing while appeals are still possible."""

    code = "objections_run"
    message = _("Appeals are possible until %(until)s. Please publish afterwards.")


class AppealsOpen(Conflict):
    """Publishing over somebody's head."""

    code = "appeals_open"
    message = _("%(count)s appeals wait for a decision. Please decide them first.")


class AppealsClosed(Conflict):
    """Too early or too late for an appeal."""

    code = "appeals_closed"
    message = _("Appeals are possible only while the scores are announced.")


class AppealTwice(Conflict):
    """The same appeal waits already."""

    code = "appeal_twice"
    message = _("An appeal on this waits for a decision already.")


class AppealDecided(Conflict):
    """Somebody was faster."""

    code = "appeal_decided"
    message = _("This appeal has been decided already.")


class ItemNotCounted(BadInput):
    """An item that has nothing to do with the score."""

    code = "item_not_counted"
    message = _("No counted item has the number %(number)s. Please look at the list of items.")


class BadPoints(BadInput):
    """Points beyond what a part or a criterion can earn."""

    code = "bad_points"
    message = _("Please give points between 0 and %(most)s for “%(name)s”.")


class SampleDone(Conflict):
    """A spot check is made once."""

    code = "sample_done"
    message = _("Somebody has filled in this spot check already.")


class PhotoNeeded(BadInput):
    """A spot check without a picture."""

    code = "photo_needed"
    message = _("Please add at least one photo of what you found.")
