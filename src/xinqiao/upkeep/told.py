"""What people are told about upkeep."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.notifications.catalogue import NoticeTemplate, declare

declare(
    NoticeTemplate(
        code="upkeep.returned",
        title=_("Please look again: upkeep %(number)s"),
        body=_("It is not done yet. The reason is on its page; two days are left."),
        icon="corner-up-left",
    ),
    NoticeTemplate(
        code="upkeep.late",
        title=_("Upkeep %(number)s is late"),
        body=_("Please do it today and add a photo. The community has been told."),
        icon="alert-triangle",
    ),
    NoticeTemplate(
        code="upkeep.climbed",
        title=_("Late in your area: upkeep %(number)s"),
        body=_("Please ask the steward, or give the lane to somebody else."),
        icon="alert-octagon",
    ),
)
