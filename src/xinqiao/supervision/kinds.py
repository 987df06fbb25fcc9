"""What the events of this room are called."""

from django.utils.translation import gettext_lazy as _

from xinqiao.events.kinds import declare

declare(
    {
        "supervision.reminded": _("Owner reminded"),
        "supervision.issued": _("Supervision notice issued"),
        "supervision.accepted": _("Supervision notice signed for"),
        "supervision.rectifying": _("Putting it right has begun"),
        "supervision.reported": _("Reported back with proof"),
        "supervision.cancelled": _("Verified, number cancelled"),
        "supervision.returned": _("Not put right, sent back"),
        "supervision.extended": _("Deadline of the notice extended"),
        "supervision.exposed": _("Published because it was not put right"),
        "supervision.revoked": _("Supervision notice revoked"),
        "supervision.moved": _("Moved after a redraw of boundaries"),
        "supervision.noted": _("Note on the supervision notice"),
        "supervision.matter_taken_up": _("A supervision notice was issued about this"),
        "supervision.matter_settled": _("The supervision notice about this was cancelled"),
        "supervision.matter_exposed": _("The supervision notice about this was published"),
        "supervision.matter_discussed": _("Discussed at a co-ordination meeting"),
        "supervision.met": _("Co-ordination meeting recorded"),
        "supervision.called_to_account": _("Called to account for it"),
        "supervision.account_settled": _("Outcome of a call to account recorded"),
        "supervision.whistles_exported": _("Whistle statistics exported"),
    }
)
