"""What the events about suggestions are called."""

from django.utils.translation import gettext_lazy as _

from xinqiao.events.kinds import declare

declare(
    {
        "cases.recategorised": _("Category corrected"),
        "cases.suggestions_trained": _("Suggestions trained"),
        "cases.suggestions_switched": _("Another version of the suggestions put to use"),
    }
)
