"""`/admin/cases/suggestions/`: how good the suggestions are, and which version is in use."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.cases.suggesting.duties import TRAINERS
from xinqiao.cases.suggesting.metrics import NEVER
from xinqiao.cases.suggesting.selectors import overview
from xinqiao.cases.suggesting.services.switch import switch_version
from xinqiao.cases.suggesting.trained import Origin, Record, Verdict, Version
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import now

trainers_only = roles_only(*TRAINERS)
VERDICTS = {
    Verdict.FIRST: gettext_lazy("the first one"),
    Verdict.BETTER: gettext_lazy("as good as the one before, or better"),
    Verdict.WORSE: gettext_lazy("worse than the one before; not used"),
    Verdict.ORDERED: gettext_lazy("trained by hand"),
}


@trainers_only
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """The version in use with its figures, and all kept versions."""
    found = overview(actor_of(request))
    context = {
        "overview": found,
        "rows": [_row(one) for one in found.versions],
        "figures": _figures(found.active.record) if found.active else [],
        "labels": _labels(found.active.record, found.names) if found.active else [],
        "never_speaks": found.active is not None and found.active.record.threshold >= NEVER,
    }
    return render(request, "cases/suggestions.html", context)


@trainers_only
@require_POST
def use(request: HttpRequest, version: int) -> HttpResponse:
    """Put another version to use."""
    try:
        switch_version(actor=actor_of(request), version=version, at=now())
    except DomainError as error:
        messages.warning(request, error.sentence())
    else:
        messages.success(request, _("Version %(number)s is in use now.") % {"number": version})
    return redirect("cases:suggestions")


def _row(version: Version) -> dict[str, object]:
    metrics = version.record.metrics
    return {
        "version": version,
        "verdict": VERDICTS[version.record.verdict],
        "from_requests": version.record.origin is Origin.REQUESTS,
        "right": _percent(metrics.grouped_accuracy),
        "speaks": _percent(metrics.coverage),
    }


def _figures(record: Record) -> list[tuple[str, str]]:
    """(words, value) of what matters, each measured on texts the model had not seen."""
    found = record.metrics
    figures = [
        (_("Right, near-duplicates kept apart"), _percent(found.grouped_accuracy)),
        (_("Right, texts drawn at random"), _percent(found.accuracy)),
        (_("Right among the first three"), _percent(found.top_three)),
        (_("Right from the first 40 characters"), _percent(found.short_accuracy)),
        (_("Right where it speaks"), _percent(found.answered_accuracy)),
        (_("Speaks about whole texts"), _percent(found.coverage)),
        (_("Speaks about beginnings"), _percent(found.short_coverage)),
        (_("Says nothing about whole texts"), _percent(1 - found.coverage)),
    ]
    if found.apart is not None and found.apart.accuracy is not None:
        figures.append((_("Right on a file kept apart"), _percent(found.apart.accuracy)))
    return figures


def _labels(record: Record, names: Mapping[str, str]) -> list[dict[str, object]]:
    """Precision and recall of each label, with the categories it may mean."""
    meant = {
        label: "、".join(names.get(code, code) for code in codes)
        for label, codes in record.codes.items()
    }
    return [
        {
            "label": one.label if one.label not in names else "",
            "means": meant.get(one.label, ""),
            "rows": one.rows,
            "precision": "—" if one.precision is None else _percent(one.precision),
            "recall": _percent(one.recall),
        }
        for one in record.metrics.labels
    ]


def _percent(share: float) -> str:
    return f"{share:.1%}"
