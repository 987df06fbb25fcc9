"""Looking at pages as somebody of the neighbourhood, without scripts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from xinqiao.accounts import sessions
from xinqiao.accounts.access import Actor
from xinqiao.accounts.models import User
from xinqiao.kit.time import now

HTMX = {"HX-Request": "true"}


def browser(actor: Actor | None = None) -> Client:
    """A browser without scripts, signed in with both factors as `actor`, if anybody."""
    client = Client()
    if actor is not None:
        client.force_login(User.objects.get(pk=actor.user_id or 0), backend=sessions.BACKEND)
        session = client.session
        session[sessions.STRONG] = True
        session[sessions.SEEN] = now().timestamp()
        session.save()
    return client


def words_of(response: object) -> str:
    """What a person reads: the page without tags, blanks folded."""
    html = response.content.decode()  # type: ignore[attr-defined]
    html = re.sub(r"(?s)<(script|style|svg).*?</\1>", " ", html)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\xa0", " ")


def picture(name: str = "现场.jpg") -> SimpleUploadedFile:
    """A small real photo, as a phone sends it."""
    data = io.BytesIO()
    Image.new("RGB", (40, 30), (90, 120, 60)).save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


@contextmanager
def counting() -> Iterator[CaptureQueriesContext]:
    """The statements inside the block, transaction marks left out."""
    with CaptureQueriesContext(connection) as context:
        yield context


def statements(context: CaptureQueriesContext) -> list[str]:
    """Their texts."""
    marks = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    return [q["sql"] for q in context.captured_queries if not q["sql"].startswith(marks)]
