"""What people are told about plans, missed visits and declarations. Words name nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.notifications.catalogue import NoticeTemplate, declare

declare(
    NoticeTemplate(
        code="visits.missed",
        title=_("%(count)s planned visits were missed"),
        body=_("Please see who has not been visited, and who can go."),
        icon="calendar-x",
    ),
    NoticeTemplate(
        code="visits.asked_for",
        title=_("%(count)s people whom nobody has seen for long are on the visit lists"),
        body=_("Please see them within two weeks."),
        icon="user-search",
    ),
    NoticeTemplate(
        code="visits.declared",
        title=_("A resident has declared a change"),
        body=_("Please check it and enter it in the register."),
        icon="user-edit",
    ),
    NoticeTemplate(
        code="visits.declaration_settled",
        title=_("What you declared has been looked at"),
        body=_("Please see the answer on your page."),
        icon="user-check",
    ),
    NoticeTemplate(
        code="visits.leave_taken",
        title=_("You stand in for a colleague's visits"),
        body=_("Their visits are on your list for these days."),
        icon="beach",
    ),
)
