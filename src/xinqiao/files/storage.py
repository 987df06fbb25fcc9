"""Bytes on disk under the hash of their content: whole or not there at all."""

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings


def hash_of(content: bytes) -> bytes:
    """Return the 32 bytes under which content is kept."""
    return hashlib.sha256(content).digest()


def path_of(sha256: bytes | memoryview, *, thumb: bool = False) -> Path:
    """Return where content (or the thumbnail beside it) lies."""
    name = bytes(sha256).hex()
    return Path(settings.FILES_DIR) / name[:2] / name[2:4] / (f"{name}.thumb" if thumb else name)


def write(path: Path, content: bytes) -> None:
    """Write content so that a power cut leaves either all of it or nothing under `path`."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
    _sync_folder(path.parent)


def erase(sha256: bytes | memoryview) -> None:
    """Remove content and its thumbnail; nothing happens when they are gone."""
    for path in (path_of(sha256), path_of(sha256, thumb=True)):
        path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
