"""Words for what this room records."""

from django.utils.translation import gettext_lazy as _

from xinqiao.events.kinds import declare

declare(
    {
        "assessment.scheme_saved": _("Assessment scheme saved"),
        "assessment.scheme_ended": _("Assessment scheme ended"),
        "assessment.opened": _("Assessment opened"),
        "assessment.computed": _("Assessment computed"),
        "assessment.drawn": _("Samples drawn"),
        "assessment.inspected": _("Spot check made"),
        "assessment.frozen": _("Assessment frozen"),
        "assessment.announced": _("Assessment announced"),
        "assessment.appealed": _("Appeal against an assessment"),
        "assessment.decided": _("Appeal decided"),
        "assessment.corrected": _("Assessment corrected"),
        "assessment.published": _("Assessment published"),
    }
)
