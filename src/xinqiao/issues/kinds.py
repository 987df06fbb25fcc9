"""What this room records, in words for timelines and the audit page."""

from django.utils.translation import gettext_lazy as _

from xinqiao.events.kinds import declare

declare(
    {
        "issues.proposed": _("Issue found in the requests"),
        "issues.joined": _("Requests joined the issue"),
        "issues.dissolved": _("Proposed issue dissolved into others"),
        "issues.confirmed": _("Issue confirmed"),
        "issues.dismissed": _("Issue dismissed"),
        "issues.solved": _("Issue solved"),
        "issues.reopened": _("Issue opened again"),
        "issues.renamed": _("Issue renamed"),
        "issues.added": _("Request added to the issue"),
        "issues.removed": _("Request taken out of the issue"),
        "issues.merged": _("Issues merged"),
        "issues.split": _("Issue split"),
        "issues.led": _("Lead unit of the issue named"),
        "issues.noted": _("Facts of the issue noted"),
        "issues.answer_drafted": _("Answer for all requests drafted"),
        "issues.rule_saved": _("Rule of heat saved"),
    }
)
