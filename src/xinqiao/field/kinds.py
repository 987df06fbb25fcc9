"""Kinds of events of the phones, in words."""

from django.utils.translation import gettext_lazy as _

from xinqiao.events.kinds import declare

declare(
    {
        "field.phone_registered": _("Phone set up for work without signal"),
        "field.phone_ended": _("Phone taken out of use"),
        "field.synced": _("Phone loaded with the register of its grids"),
        "field.conflict_found": _("Two people changed the same"),
        "field.conflict_settled": _("Settled what two people had changed"),
    }
)
