"""`/desk/search/`: one box for number, words and address, over open and closed items."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.kit.time import now
from xinqiao.workflow.errors import WordsTooShort
from xinqiao.workflow.pages import category_choices, pages_of
from xinqiao.workflow.selectors.search import LONGEST, search_page
from xinqiao.workflow.selectors.words import number_in
from xinqiao.workflow.views.worklist import hits_of


@staff_only
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """A page of what was found; a number leads straight to its item."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    context: dict[str, Any] = {"words": words, "query": words}
    if not words:
        return render(request, "workflow/search.html", context)
    actor, at = actor_of(request), now()
    try:
        page = search_page(actor=actor, words=words, at=at, cursor=request.GET.get("cursor"))
    except WordsTooShort as error:
        context["advice"] = error.sentence()
        return render(request, "workflow/search.html", context)
    if number_in(words) is not None and len(page) == 1:
        item = page.items[0]
        return redirect(pages_of(item.flow).number_url(item.number))
    rows = hits_of(page.items, {choice.code: choice.name for choice in category_choices(at)})
    return render(request, "workflow/search.html", context | {"page": page, "rows": rows})
