"""Photos that come with a form, so that a page without scripts can send them too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from xinqiao.accounts.requests import actor_of
from xinqiao.files.forms import MOST_FILES
from xinqiao.files.models import Purpose
from xinqiao.files.services.upload import store_upload
from xinqiao.kit.errors import DomainError


@dataclass(frozen=True, slots=True)
class Posted:
    """A form's data with the photos already stored, and what was refused of them."""

    data: QueryDict
    problems: tuple[str, ...]


def posted_with_photos(
    request: HttpRequest,
    *,
    at: datetime,
    purpose: Purpose = Purpose.REPORT,
    names: tuple[str, str] = ("photos", "photo_tokens"),
    before: Posted | None = None,
) -> Posted:
    """Store the request's uploads and add their tokens to the data.

    names: the file input and the field of the tokens. before: what another file input of the same
    form gave. A refused photo is said beside the form
    while the others are kept, so nobody has to choose their photos again.
    """
    files_name, tokens_name = names
    data = before.data if before else request.POST.copy()
    tokens = data.getlist(tokens_name)
    problems = list(before.problems) if before else []
    for upload in request.FILES.getlist(files_name)[:MOST_FILES]:
        try:
            tokens.append(_stored(request, upload, purpose, at))
        except DomainError as error:
            problems.append(f"{upload.name}: {error.sentence()}")
    data.setlist(tokens_name, tokens)
    return Posted(data, tuple(problems))


def _stored(request: HttpRequest, upload: UploadedFile[Any], purpose: Purpose, at: datetime) -> str:
    stored = store_upload(actor=actor_of(request), file=upload, purpose=purpose, at=at)
    return str(stored.token)
