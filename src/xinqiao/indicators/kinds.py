"""What the events of this room are called."""

from django.utils.translation import gettext_lazy as _

from xinqiao.events.kinds import declare

declare(
    {
        "indicators.definition_saved": _("Indicator defined"),
        "indicators.definition_ended": _("Indicator ended"),
    }
)
