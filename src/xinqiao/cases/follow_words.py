"""How a request stands, in the words a neighbour would use."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from xinqiao.cases import flow
from xinqiao.cases.models import Case
from xinqiao.kit.time import local


def follow_sentence(case: Case, at: datetime) -> str:
    """One sentence for the requester at `at` (aware). The item and its owner must be loaded."""
    item = case.item
    owner = item.owner_post or item.owner_organisation
    params = {"owner": str(owner), "due": day_words(item.due_at) if item.due_at else ""}
    return _sentence(case, at) % params


def shared_sentence(case: Case) -> str:
    """What differs for those who share the problem but are not asked; empty for all else."""
    params = {"owner": str(case.item.owner_post or case.item.owner_organisation)}
    sentences = {
        flow.ANSWERED: _("%(owner)s has answered."),
        flow.CLOSED: _("It is closed."),
        flow.WITHDRAWN: _("It is no longer needed, its reporter says. Report it if you need it."),
    }
    return sentences.get(case.item.state, "") % params


def _sentence(case: Case, at: datetime) -> str:
    item = case.item
    if item.state in (flow.ASSIGNED, flow.HANDLING):
        if item.due_at is None:
            return _("%(owner)s is looking after it.")
        if item.due_at <= at:
            return _(
                "%(owner)s has it. It takes longer than we promised; the level above knows and "
                "presses for it."
            )
    if item.state == flow.CLOSED and case.is_confirmed is None and case.score is None:
        return _("It is closed. You had not told us whether you are satisfied.")
    return _sentences().get(item.state, "")


def _sentences() -> dict[str, str]:
    return {
        flow.ASSIGNED: _("It was handed to %(owner)s; you get an answer by %(due)s."),
        flow.HANDLING: _("%(owner)s is working on it; you get an answer by %(due)s."),
        flow.WAITING: _("%(owner)s is waiting for something; the clock stands still meanwhile."),
        flow.ANSWERED: _("%(owner)s has answered. Please tell us whether you are satisfied."),
        flow.CLOSED: _("It is closed. Thank you for telling us."),
        flow.MERGED: _("It goes on together with another report of the same problem."),
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
