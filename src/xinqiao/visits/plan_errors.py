"""What can go wrong with plans, leave and freshness, in words for the person."""

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict, NotFound


class PlanNotFound(NotFound):
    message = _("We do not find this plan in your area. Please choose it from the list of plans.")


class PlannedNotFound(NotFound):
    message = _("This visit is not on your list. Please open today's list again.")


class DeclarationNotFound(NotFound):
    message = _("We do not find this declaration in your area. Please open the list again.")


class BadRhythm(BadInput):
    message = _(
        "Nobody could keep this rhythm. Please choose fewer contacts or a shorter pause between"
        " them."
    )


class BadPlanDates(BadInput):
    message = _("A plan begins today or later and ends after it begins. Please correct the days.")


class PostForPlan(BadInput):
    message = _("Please choose an open post that takes all visits of this plan.")


class BadBuilding(BadInput):
    message = _("This building is not in the area of the plan. Please choose another one.")


class TooManyWouldKnow(BadInput):
    message = _(
        "One of these categories is sensitive. Please let the grid worker or the grid leader make"
        " these visits, not a stairwell leader."
    )


class PlanEnded(Conflict):
    message = _("This plan has ended already. Please begin a new one.")


class AlreadySettled(Conflict):
    message = _("This visit is no longer due. Please open today's list again.")


class BadLeave(BadInput):
    message = _(
        "Leave needs a first and a last day and another open post of the same community that"
        " stands in."
    )


class LeaveOverlaps(Conflict):
    message = _("Somebody stands in for this post on some of these days already.")


class LeaveNotFound(NotFound):
    message = _("We do not find this leave. Please open the list again.")


class NothingToDeclare(NotFound):
    message = _(
        "Your account is not linked with the register yet. Please ask your grid worker, or call"
        " the community."
    )


class DeclarationSettled(Conflict):
    message = _("A colleague has settled this declaration already.")


class BadWeight(BadInput):
    message = _(
        "A weight is a whole number from 1 to 100, a half-life from 1 to 3650 days, a threshold"
        " from 1 to 99."
    )
