"""What people are told about supervision. Words name nobody and quote nothing private."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.notifications.catalogue import NoticeTemplate, declare

# To the owner of any item.
declare(
    NoticeTemplate(
        code="supervision.reminded",
        title=_("Reminder: please handle %(number)s"),
        body=_("A supervisor asks you to get on with it. The words are on its page."),
        icon="bell-ringing",
    ),
)

# To the unit that must put something right.
declare(
    NoticeTemplate(
        code="supervision.issued",
        title=_("Supervision notice %(number)s for you"),
        body=_("Please sign for it and put it right before the deadline."),
        icon="file-certificate",
    ),
    NoticeTemplate(
        code="supervision.returned",
        title=_("Supervision notice %(number)s was sent back"),
        body=_("It is not put right yet. Please read the reason; a short time limit runs."),
        icon="corner-up-left",
    ),
    NoticeTemplate(
        code="supervision.cancelled",
        title=_("Supervision notice %(number)s is cancelled"),
        body=_("What you put right was verified. Thank you."),
        icon="circle-check",
    ),
    NoticeTemplate(
        code="supervision.extended",
        title=_("More time for supervision notice %(number)s"),
        body=_("The deadline was extended."),
        icon="calendar-plus",
    ),
    NoticeTemplate(
        code="supervision.exposed",
        title=_("Supervision notice %(number)s is being published"),
        body=_("It was not put right in time. Please put it right now and report back."),
        icon="news",
    ),
    NoticeTemplate(
        code="supervision.revoked",
        title=_("Supervision notice %(number)s was revoked"),
        body=_("You need not do anything more about it."),
        icon="x",
    ),
    NoticeTemplate(
        code="supervision.due_soon",
        title=_("Time is running out for supervision notice %(number)s"),
        body=_("A quarter of the time limit or less is left."),
        icon="bell",
    ),
    NoticeTemplate(
        code="supervision.late",
        title=_("Supervision notice %(number)s is late"),
        body=_("The level above has been told. It may be published."),
        icon="alert-triangle",
    ),
    NoticeTemplate(
        code="supervision.called_to_account",
        title=_("Your unit was called to account"),
        body=_("Please read the register."),
        icon="gavel",
    ),
)

# To those who issued it or watch over it.
declare(
    NoticeTemplate(
        code="supervision.accepted",
        title=_("Supervision notice %(number)s was signed for"),
        body=_("The unit has received it."),
        icon="hand-stop",
    ),
    NoticeTemplate(
        code="supervision.reported",
        title=_("Please verify: supervision notice %(number)s"),
        body=_("The unit reports that it has been put right."),
        icon="checks",
    ),
    NoticeTemplate(
        code="supervision.verify_late",
        title=_("Verification is late: supervision notice %(number)s"),
        body=_("The unit has reported back and waits for you."),
        icon="alert-octagon",
    ),
    NoticeTemplate(
        code="supervision.climbed",
        title=_("Late: supervision notice %(number)s"),
        body=_("Please remind, publish or call to account."),
        icon="alert-octagon",
    ),
)
