"""Why a request is where it is, in sentences: how the place was found, then the rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from xinqiao.cases.models import Located
from xinqiao.workflow.selectors.explain import explain

Step = dict[str, Any]


def explain_case(steps: Iterable[Step]) -> list[str]:
    """One sentence for each step of `Assignment.why`; at most three statements for names."""
    steps = list(steps)
    first = [_own_sentence(step) for step in steps if step.get("code") in ("located", "moved")]
    return [*first, *explain(steps)]


def _own_sentence(step: Step) -> str:
    if step["code"] == "moved":
        return _("The boundaries were redrawn, so it moved here.")
    return {
        Located.POINT.value: _("The point on the map shows the place."),
        Located.PLATE.value: _("The door plate %(plate)s shows the place."),
        Located.ADDRESS.value: _("The words “%(words)s” name the place."),
        Located.DESK.value: _("No place was named, so the nearest desk has it."),
        "given": _("The sender named the area."),
    }.get(str(step.get("by")), "") % {
        "plate": step.get("plate", ""),
        "words": " ".join(step.get("words", ())),
    }
