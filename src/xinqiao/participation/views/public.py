"""`/projects/`: what became of residents' words, as everybody may read it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinqiao.participation.selectors.projects import (
    files_of,
    project_page,
    public_project,
    public_projects,
    remarks_of,
)
from xinqiao.participation.words import ACTIONS, STATES


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """Projects everywhere, the newest first."""
    page = project_page(public_projects(), cursor=request.GET.get("cursor"))
    rows = [(project, STATES[project.item.state]) for project in page.items]
    return render(request, "participation/public.html", {"page": page, "rows": rows})


@require_safe
def project(request: HttpRequest, number: str) -> HttpResponse:
    """How one project stands. Who wrote what is not shown, only that a step was taken."""
    found = public_project(number=number)
    steps = [
        (ACTIONS[one.action].label, one.at)
        for one in remarks_of(found)
        if one.action not in ("note", "send_back")
    ]
    shown = {
        "project": found,
        "state": STATES[found.item.state],
        "steps": steps,
        "photos": files_of(found),
    }
    return render(request, "participation/public_project.html", shown)
