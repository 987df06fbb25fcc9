"""What people are told about the lists. Words name nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.notifications.catalogue import NoticeTemplate, declare

declare(
    NoticeTemplate(
        code="publicity.to_approve",
        title=_("An entry for the public lists waits for approval"),
        body=_("Somebody else than its writer must read and approve it."),
        icon="checklist",
    ),
    NoticeTemplate(
        code="publicity.announced",
        title=_("You are to be named on a public list"),
        body=_("Please read the entry. You may appeal before it is published."),
        sms=_("Xinqiao: your unit or post is to be named on a public list. Read and appeal here:"),
        icon="speakerphone",
    ),
    NoticeTemplate(
        code="publicity.published",
        title=_("An entry about you is public now"),
        body=_("You may still appeal; it is hidden while somebody examines the appeal."),
        icon="world",
    ),
    NoticeTemplate(
        code="publicity.appealed",
        title=_("An appeal waits for a decision"),
        body=_("The entry is hidden until somebody decides who neither wrote nor approved it."),
        icon="gavel",
    ),
    NoticeTemplate(
        code="publicity.decided",
        title=_("Your appeal has been decided"),
        body=_("Please read the decision and its reason."),
        icon="gavel",
    ),
    NoticeTemplate(
        code="publicity.ended",
        title=_("The entry about you has left the list"),
        body=_("It is no longer shown anywhere."),
        icon="circle-check",
    ),
)
