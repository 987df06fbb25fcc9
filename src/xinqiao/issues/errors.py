"""What may be refused in this room, each with a sentence that says what to do."""

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict, NotFound


class IssueNotFound(NotFound):
    code = "issue_not_found"
    message = _("There is no such issue in your area. Please look in the list of issues.")


class IssueClosed(Conflict):
    code = "issue_closed"
    message = _("This issue is already solved or dismissed. Please open it again first.")


class NotAMember(Conflict):
    code = "not_a_member"
    message = _("This request does not belong to this issue. Please load the page again.")


class AlreadyAMember(Conflict):
    code = "already_a_member"
    message = _("Request %(number)s belongs to this issue already.")


class RequestUnknown(BadInput):
    code = "request_unknown"
    message = _("There is no request %(number)s in your area. Please check the number.")


class NothingChosen(BadInput):
    code = "nothing_chosen"
    message = _("Please choose at least one request, and leave at least one in this issue.")


class SameIssue(BadInput):
    code = "same_issue"
    message = _("Please choose another issue to merge this one with.")


class TitleNeeded(BadInput):
    code = "title_needed"
    message = _("Please give the issue a title of up to 60 characters.")


class WrongState(Conflict):
    code = "wrong_state"
    message = _("The issue is “%(state)s” now, so this cannot be done. Please load the page again.")


class BadHeatRule(BadInput):
    code = "bad_heat_rule"
    message = _("Please give numbers from 0 to 1000; the half-life must be more than 0.")
