"""`/board/live`: server-sent events, each answer short (ADR 0026).

An answer holds the newest state, or a comment when nothing is new, and ends; the browser asks again
after `retry`. So an open board costs a thread only while it is answered.
"""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from xinqiao.accounts.requests import actor_of
from xinqiao.desk.board_query import BoardQuery
from xinqiao.desk.selectors.live import stamp
from xinqiao.desk.selectors.place import find_place
from xinqiao.desk.views.board import board_context
from xinqiao.kit.errors import NotAllowed, NotFound
from xinqiao.kit.time import now

RETRY_MILLISECONDS = 5000
# Every line end that the format knows would cut a line of data in two.
_LINE_ENDS = re.compile(r"\r\n|\r|\n")


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """One round: `board` with the newest state, `ended` when there is nothing more to see."""
    actor = actor_of(request)
    if actor.is_anonymous:
        return _stream(_event("ended", "signed-out"))
    known = request.headers.get("Last-Event-ID") or request.GET.get("stamp", "")
    try:
        # Asked on each round, so that a post that ended takes its board along.
        find_place(actor=actor, query=BoardQuery.from_query(request.GET))
        if known == stamp(now()):
            return _stream(": nothing new\n\n")
        context = board_context(request)
    except (NotAllowed, NotFound):
        return _stream(_event("ended", "refused"))
    html = render_to_string("desk/_board.html", context, request=request)
    return _stream(_event("board", html, number=context["stamp"]))


def _event(name: str, data: str, *, number: str = "") -> str:
    lines = "".join(f"data: {line}\n" for line in _LINE_ENDS.split(data))
    return f"{f'id: {number}' + chr(10) if number else ''}event: {name}\n{lines}\n"


def _stream(text: str) -> HttpResponse:
    response = HttpResponse(
        f"retry: {RETRY_MILLISECONDS}\n{text}", content_type="text/event-stream; charset=utf-8"
    )
    response["Cache-Control"] = "no-store"
    # nginx would keep the answer back until it is full.
    response["X-Accel-Buffering"] = "no"
    return response
