"""What can go wrong when one matter is told twice: joining, merging, splitting."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict, NotAllowed, NotFound


class MergeIntoItself(BadInput):
    """The main request and the one to merge are the same."""

    code = "merge_into_itself"
    message = _("A request cannot be merged into itself. Please choose another main request.")


class MainNotFound(NotFound):
    """No such main request, or none this person may see."""

    code = "main_not_found"
    message = _("The main request was not found. Please check its number.")


class MainNotYours(NotAllowed):
    """Merging hands work to the owner of the main request."""

    code = "main_not_yours"
    message = _(
        "You do not work on the main request %(number)s, so you cannot merge into it. Please ask "
        "the level above."
    )


class MainNotOpen(Conflict):
    """What is closed can take nothing in: a problem that comes again deserves its own answer."""

    code = "main_not_open"
    message = _(
        "The main request %(number)s is closed already. If the problem came again, please handle "
        "this request by itself."
    )


class MainIsMerged(Conflict):
    """No chains: what was merged takes nothing in."""

    code = "main_is_merged"
    message = _("%(number)s was itself merged into %(main)s. Please merge into %(main)s.")


class HasMerged(Conflict):
    """No chains: what took others in is not merged away."""

    code = "has_merged"
    message = _(
        "%(count)s other requests were merged into %(number)s. Please choose it as the main "
        "request, or split those off first."
    )


class AlreadyMerged(Conflict):
    """A second click, or a colleague was faster."""

    code = "already_merged"
    message = _("%(number)s has already been merged into %(main)s.")


class NotMerged(Conflict):
    """Splitting off what stands by itself."""

    code = "not_merged"
    message = _("This request is not merged into another; there is nothing to split.")


class NotYetAnswered(Conflict):
    """Rating before there is an answer."""

    code = "not_yet_answered"
    message = _("There is no answer yet. You can rate it as soon as there is one.")


class JoinGone(Conflict):
    """What was offered has been closed in the meantime, or the offer is too old."""

    code = "join_gone"
    message = _("This report can no longer be joined. Please send yours; it takes one tap.")


class JoinOwn(Conflict):
    """The requester need not join their own request."""

    code = "join_own"
    message = _("You told us of this yourself. You can see how it stands under “My reports”.")
