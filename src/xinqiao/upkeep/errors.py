"""What can go wrong with upkeep, in words for the person."""

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict, NotAllowed, NotFound


class PlanNotFound(NotFound):
    message = _("We do not find this upkeep plan in your area.")


class TaskNotFound(NotFound):
    message = _("We do not find this upkeep task among those you may see.")


class KindUnknown(BadInput):
    code = "kind_unknown"
    message = _("Please choose what is to be done.")


class BadRhythm(BadInput):
    code = "bad_rhythm"
    message = _("Please say on which days: every 1 to 366 days, or at least one day.")


class EndsTooEarly(BadInput):
    code = "ends_too_early"
    message = _("The last day cannot be before the first one.")


class BadAllowance(BadInput):
    code = "bad_allowance"
    message = _("Please allow 1 to 60 days for it.")


class PlannedAlready(Conflict):
    code = "planned_already"
    message = _("This is planned here already. Please change that plan instead.")


class PlansAreForStaff(NotAllowed):
    message = _("Plans are made by the community, the street or the grid leader.")


class PhotoNeeded(BadInput):
    code = "photo_needed"
    message = _("Please add at least one photo of how it looks now.")


class DefectUnclear(BadInput):
    code = "defect_unclear"
    message = _("Please say in a few words what is broken, and choose what it is about.")


class AlreadyChecked(Conflict):
    code = "already_checked"
    message = _("This was done already. Please look at the next task.")
