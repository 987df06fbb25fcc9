"""How a request stands, in the words a neighbour would use."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from xinqiao.cases import flow
from xinqiao.cases.models import Case
from xinqiao.kit.time import local


def follow_sentence(case: Case) -> str:
    """One sentence for the requester. The item and its owner must be loaded."""
    item = case.item
    sentence = _sentences().get(item.state, "")
    owner = item.owner_post or item.owner_organisation
    params = {"owner": str(owner), "due": day_words(item.due_at) if item.due_at else ""}
    if item.state in (flow.ASSIGNED, flow.HANDLING) and item.due_at is None:
        sentence = _("%(owner)s is looking after it.")
    if item.state == flow.CLOSED and case.is_confirmed is None and case.score is None:
        sentence = _("It is closed. You had not told us whether you are satisfied.")
    return sentence % params


def _sentences() -> dict[str, str]:
    return {
        flow.ASSIGNED: _("It was handed to %(owner)s; you get an answer by %(due)s."),
        flow.HANDLING: _("%(owner)s is working on it; you get an answer by %(due)s."),
        flow.WAITING: _("%(owner)s is waiting for something; the clock stands still meanwhile."),
        flow.ANSWERED: _("%(owner)s has answered. Please tell us whether you are satisfied."),
        flow.CLOSED: _("It is closed. Thank you for telling us."),
        flow.WITHDRAWN: _("You withdrew it. You can report again at any time."),
    }


def day_words(at: datetime) -> str:
    """`November 23, 18:00` in the language of the page, Shanghai time."""
    here = local(at)
    return _("%(month)s/%(day)s %(time)s") % {
        "month": here.month,
        "day": here.day,
        "time": here.strftime("%H:%M"),
    }
