"""What the events of plans, leave and freshness are called."""

from django.utils.translation import gettext_lazy as _

from xinqiao.events.kinds import declare

declare(
    {
        "visits.plan_begun": _("Visit plan begun"),
        "visits.plan_ended": _("Visit plan ended"),
        "visits.missed": _("Planned visits missed"),
        "visits.skipped": _("Planned visit left out"),
        "visits.asked_for": _("Visits planned for people not seen for long"),
        "visits.leave_taken": _("Somebody stands in for a post"),
        "visits.leave_cancelled": _("Standing in cancelled"),
        "visits.planned_moved": _("Planned visits handed on"),
        "visits.declared": _("Resident declared to live here"),
        "visits.declaration_settled": _("Declaration settled"),
        "visits.signal_weighed": _("Weight of a signal set"),
        "visits.threshold_set": _("Threshold of freshness set"),
        "visits.coverage_exported": _("Coverage of visits exported"),
    }
)
