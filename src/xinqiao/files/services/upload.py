"""Take a file from somebody, known or not."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import PurePath
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.files import images, storage
from xinqiao.files.detect import HEAD_BYTES, Kind, kind_of, name_fits
from xinqiao.files.errors import (
    FileEmpty,
    FileTooBig,
    PhotoBroken,
    PhotoOnly,
    PhotoTooLarge,
    RenamedFile,
    UnknownFile,
)
from xinqiao.files.models import Attachment, Purpose
from xinqiao.files.services.locks import lock_content
from xinqiao.kit.errors import BadInput

MOST_BYTES: Final = 20 * 1024 * 1024


def store_upload(
    *,
    actor: Actor | None,
    file: UploadedFile[bytes],
    purpose: Purpose = Purpose.REPORT,
    at: datetime,
) -> Attachment:
    """Check, rewrite and keep a file; only its token opens it until somebody claims it.

    Photos become JPEG without EXIF and GPS; PDFs are kept as they are, and not taken with a
    report. The bytes are on disk before the row is. Raises FileTooBig, FileEmpty, UnknownFile,
    RenamedFile, PhotoOnly, PhotoTooLarge, PhotoBroken.
    """
    name = _clean_name(file.name or "")
    content = _read(file, name)
    kind = kind_of(content[:HEAD_BYTES])
    if kind is None:
        raise UnknownFile(name=name, field="file")
    if not name_fits(name, kind):
        raise RenamedFile(name=name, field="file")
    if kind is Kind.PDF and purpose == Purpose.REPORT:
        raise PhotoOnly(name=name, field="file")
    row = Attachment(
        token=secrets.token_urlsafe(32),
        purpose=purpose,
        name=name,
        uploaded_by_id=actor.user_id if actor else None,
        uploaded_at=at,
    )
    if kind is Kind.PDF:
        return _keep(row, content, content_type="application/pdf")
    photo = _rewrite(content, name)
    row.width, row.height = photo.width, photo.height
    return _keep(row, photo.content, content_type="image/jpeg", thumb=photo.thumb)


@transaction.atomic
def _keep(
    row: Attachment, content: bytes, *, content_type: str, thumb: bytes | None = None
) -> Attachment:
    row.sha256 = storage.hash_of(content)
    row.content_type = content_type
    row.size_bytes = len(content)
    lock_content(row.sha256)
    storage.write(storage.path_of(row.sha256), content)
    if thumb is not None:
        storage.write(storage.path_of(row.sha256, thumb=True), thumb)
    row.save(force_insert=True)
    return row


def _read(file: UploadedFile[bytes], name: str) -> bytes:
    if (file.size or 0) > MOST_BYTES:
        raise FileTooBig(name=name, limit_mb=MOST_BYTES // 1024**2, field="file")
    content = file.read(MOST_BYTES + 1)
    if not content:
        raise FileEmpty(name=name, field="file")
    return bytes(content)


def _rewrite(content: bytes, name: str) -> images.Photo:
    refused: BadInput
    try:
        return images.rewrite(content)
    except images.TooManyPixels:
        limit = images.MOST_PIXELS // 1_000_000
        refused = PhotoTooLarge(name=name, limit=limit, field="file")
    except images.Broken:
        refused = PhotoBroken(name=name, field="file")
    raise refused


def _clean_name(name: str) -> str:
    """Return the last part of a name without control characters; its ending survives a cut."""
    plain = "".join(char for char in PurePath(name.replace("\\", "/")).name if char.isprintable())
    ending = PurePath(plain).suffix[:10]
    return plain if len(plain) <= 120 else plain[: 120 - len(ending)] + ending
