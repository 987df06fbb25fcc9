"""Kinds of events of visits, in words."""

from django.utils.translation import gettext_lazy as _

from xinqiao.events.kinds import declare

declare(
    {
        "visits.form_saved": _("Draft of a form saved"),
        "visits.form_published": _("Form published"),
        "visits.form_ended": _("Form no longer in use"),
        "visits.recorded": _("Visit recorded"),
        "visits.corrected": _("Visit corrected"),
        "visits.finding_raised": _("Found at a visit and passed on as a request"),
        "visits.answers_opened": _("Sensitive answers of a visit opened"),
    }
)
