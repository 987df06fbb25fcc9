"""Kinds of events of projects, in words."""

from django.utils.translation import gettext_lazy as _

from xinqiao.events.kinds import declare

declare(
    {
        "participation.proposed": _("Project proposed"),
        "participation.verified": _("Project verified"),
        "participation.funded": _("Project funded"),
        "participation.started": _("Work began"),
        "participation.finished": _("Work done"),
        "participation.accepted": _("Work inspected and accepted"),
        "participation.returned": _("Work sent back"),
        "participation.refused": _("Project not taken up"),
        "participation.noted": _("Progress noted"),
        "participation.moved": _("Moved after a redraw of boundaries"),
        "participation.programme_made": _("Programme set up"),
    }
)
