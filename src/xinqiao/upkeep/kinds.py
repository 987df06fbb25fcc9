"""Kinds of events of upkeep, in words."""

from django.utils.translation import gettext_lazy as _

from xinqiao.events.kinds import declare

declare(
    {
        "upkeep.planned": _("Upkeep planned"),
        "upkeep.plan_changed": _("Upkeep plan changed"),
        "upkeep.plan_ended": _("Upkeep plan ended"),
        "upkeep.due": _("Upkeep fell due"),
        "upkeep.checked": _("Upkeep done, with a photo"),
        "upkeep.defect_found": _("Defect found and reported"),
        "upkeep.confirmed": _("Upkeep confirmed"),
        "upkeep.let_pass": _("Upkeep confirmed, nobody objected"),
        "upkeep.returned": _("Upkeep sent back"),
        "upkeep.dropped": _("Upkeep no longer needed"),
        "upkeep.moved": _("Upkeep given to another steward"),
    }
)
