"""What people are told about requests. Words name nobody and quote nothing private."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.notifications.catalogue import NoticeTemplate, declare

# To the requester.
declare(
    NoticeTemplate(
        code="cases.accepted",
        title=_("Your request %(number)s has been accepted"),
        body=_("Somebody is looking after it now."),
        icon="hand-stop",
    ),
    NoticeTemplate(
        code="cases.asked",
        title=_("There is a question about your request %(number)s"),
        body=_("Please answer it, so that the work can go on."),
        sms=_("Xinqiao: there is a question about your request %(number)s. Please answer here:"),
        icon="help-circle",
    ),
    NoticeTemplate(
        code="cases.replied",
        title=_("There is news about your request %(number)s"),
        body=_("Please read how things stand."),
        sms=_("Xinqiao: there is news about your request %(number)s:"),
        icon="message",
    ),
    NoticeTemplate(
        code="cases.answered",
        title=_("Your request %(number)s has been answered"),
        body=_("Please tell us whether you are satisfied. One tap is enough."),
        sms=_("Xinqiao: your request %(number)s has been answered. Are you satisfied?"),
        icon="circle-check",
    ),
    NoticeTemplate(
        code="cases.closed",
        title=_("Your request %(number)s is closed"),
        body=_("If something is not right, please report it again."),
        icon="lock",
    ),
)

declare(
    NoticeTemplate(
        code="cases.merged",
        title=_("Your request %(number)s goes on together with another one"),
        body=_("Somebody told us of the same problem. You hear of the answer all the same."),
        icon="arrows-join",
    ),
    NoticeTemplate(
        code="cases.split",
        title=_("Your request %(number)s is handled by itself again"),
        body=_("It is a matter of its own and goes on with its own time limits."),
        icon="arrows-split",
    ),
)

# To those who have the same problem and joined.
declare(
    NoticeTemplate(
        code="cases.joined_accepted",
        title=_("The problem that you have too has been accepted"),
        body=_("Somebody is looking after it now."),
        icon="hand-stop",
    ),
    NoticeTemplate(
        code="cases.joined_answered",
        title=_("The problem that you have too has been answered"),
        body=_("Please read the answer. If it is not solved for you, please report it yourself."),
        sms=_("Xinqiao: the problem that you have too has been answered:"),
        icon="circle-check",
    ),
    NoticeTemplate(
        code="cases.joined_closed",
        title=_("The problem that you have too is closed"),
        body=_("If it is not solved for you, please report it yourself."),
        icon="lock",
    ),
)

# To those who work on it.
declare(
    NoticeTemplate(
        code="cases.given",
        title=_("New for you: %(number)s, %(category)s"),
        body=_("Please accept it in time or send it back with a reason."),
        icon="inbox",
    ),
    NoticeTemplate(
        code="cases.called_in",
        title=_("You are called in: %(number)s, %(category)s"),
        body=_("Please do your part and report it done in time."),
        icon="speakerphone",
    ),
    NoticeTemplate(
        code="cases.question_answered",
        title=_("The requester has answered: %(number)s"),
        body=_("The clock runs again."),
        icon="message-reply",
    ),
    NoticeTemplate(
        code="cases.reopened",
        title=_("The requester was not satisfied: %(number)s"),
        body=_("It is open again with new time limits. Please talk to the requester first."),
        icon="refresh",
    ),
    NoticeTemplate(
        code="cases.reminded",
        title=_("Time is running out: %(number)s, %(category)s"),
        body=_("A quarter of the time limit or less is left."),
        icon="bell",
    ),
    NoticeTemplate(
        code="cases.late",
        title=_("Late: %(number)s, %(category)s"),
        body=_("A time limit has passed. The level above has been told."),
        icon="alert-triangle",
    ),
    NoticeTemplate(
        code="cases.supervise",
        title=_("Under your supervision: %(number)s, %(category)s"),
        body=_("It is late or came back. Please watch over it."),
        icon="eye",
    ),
)

# Once for many.
declare(
    NoticeTemplate(
        code="cases.handed_out",
        title=_("%(count)s new requests for you"),
        body=_("They came in together. Please accept them in time."),
        icon="inbox",
    ),
    NoticeTemplate(
        code="cases.accept_together",
        title=_("%(count)s of your requests have been accepted"),
        body=_("Somebody is looking after them now."),
        icon="hand-stop",
    ),
    NoticeTemplate(
        code="cases.close_together",
        title=_("%(count)s of your requests have been answered"),
        body=_("Please look whether they are really done."),
        icon="circle-check",
    ),
)
