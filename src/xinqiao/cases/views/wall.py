"""`/wall/`: closed requests that everybody may read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinqiao.cases.selectors.wall import public_wall


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """A page of the wall, newest first."""
    page = public_wall(cursor=request.GET.get("cursor"))
    return render(request, "cases/wall.html", {"page": page, "entries": page.items})
