"""What people are told about assessments."""

from django.utils.translation import gettext_lazy as _

from xinqiao.notifications.catalogue import NoticeTemplate, declare

declare(
    NoticeTemplate(
        code="assessment.announced",
        title=_("The scores of %(scheme)s are announced"),
        body=_("Please look at yours; appeals are possible until %(until)s."),
        icon="trophy",
    ),
    NoticeTemplate(
        code="assessment.appealed",
        title=_("An appeal against an assessment waits for a decision"),
        body=_("Somebody contradicts a score in %(scheme)s."),
        icon="gavel",
    ),
    NoticeTemplate(
        code="assessment.decided",
        title=_("Your appeal has been decided"),
        body=_("Please look at the answer and its reason."),
        icon="gavel",
    ),
)
