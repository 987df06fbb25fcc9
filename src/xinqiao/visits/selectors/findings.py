"""What was found at a visit, with the state of the request that each became."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xinqiao.accounts.access import Actor
from xinqiao.visits.models import Finding, Visit
from xinqiao.workflow.pages import pages_of
from xinqiao.workflow.selectors.items import visible_items


@dataclass(frozen=True, slots=True)
class Found:
    """A finding; url, number and state of its request only for who may see that."""

    finding: Finding
    url: str = ""
    number: str = ""
    state: str = ""


def findings_of(*, actor: Actor, visit: Visit) -> Sequence[Found]:
    """Findings in their order; two statements."""
    findings = list(visit.findings.order_by("position"))
    ids = [one.item_id for one in findings if one.item_id]
    items = visible_items(actor=actor).filter(pk__in=ids).in_bulk() if ids else {}
    found = []
    for finding in findings:
        item = items.get(finding.item_id or 0)
        if item is None:
            found.append(Found(finding))
            continue
        pages = pages_of(item.flow)
        state = str(pages.states.get(item.state, item.state))
        found.append(Found(finding, pages.number_url(item.number), item.number, state))
    return found
