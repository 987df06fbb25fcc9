"""One file with everything: a dump of the database, the attachments, and, if wished, the keys."""

import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

from xinqiao.config import cluster
from xinqiao.config.machine import ClusterError

FORMAT = 1
DUMP = "database.dump"
ABOUT = "about.json"


class BackupRefused(ClusterError):
    """A backup cannot be written or read; the text says why."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back."""

    made_at: str
    attachments: int


def write(file: Path, *, with_keys: bool = False, replace: bool = False) -> int:
    """Write a backup and return its size in bytes; the file appears only when it is whole.

    The dump is one consistent snapshot. Attachments are written before their rows are, and never
    changed, so copying them after the dump finds all that the dump names.
    """
    if file.exists() and not replace:
        raise BackupRefused(f"{file} exists already. Choose another name, or use --force.")
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.part")
    try:
        with _scratch() as scratch:
            dump = scratch / DUMP
            _client("pg_dump", "--format=custom", "--no-owner", f"--file={dump}")
            with tarfile.open(draft, "w") as archive:
                archive.add(dump, DUMP)
                _add_folder(archive, settings.FILES_DIR, "files")
                if with_keys:
                    _add_folder(archive, settings.DATA_DIR / "keys", "keys")
                _add_about(archive)
        os.chmod(draft, 0o600)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return file.stat().st_size


def read(file: Path, *, replace: bool = False) -> Restored:
    """Restore a backup into the database and the data folder.

    Raises BackupRefused when the file is none of ours, or the database holds requests already
    and `replace` was not said.
    """
    if not file.is_file():
        raise BackupRefused(f"{file} does not exist.")
    if not replace and _holds_rows():
        raise BackupRefused(
            "The database is not empty. Use --replace to throw away what it holds now."
        )
    try:
        with _scratch() as scratch:
            with tarfile.open(file) as archive:
                about = _about(archive)
                archive.extractall(scratch, filter="data")
            connections.close_all()
            _empty_database()
            _client("pg_restore", "--no-owner", "--exit-on-error", str(scratch / DUMP))
            _bring_back(scratch / "keys", settings.DATA_DIR / "keys")
            attachments = _bring_back(scratch / "files", settings.FILES_DIR)
    except (tarfile.TarError, KeyError, json.JSONDecodeError) as error:
        raise BackupRefused(f"{file} is not a backup of Xinqiao, or it is damaged.") from error
    return Restored(str(about["made_at"]), attachments)


def _client(program: str, *arguments: str) -> None:
    told: dict[str, Any] = connection.settings_dict
    known = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    place = {name: str(told[key]) for key, name in known.items() if told.get(key)}
    options = [f"--dbname={told['NAME']}"]
    done = subprocess.run(
        [cluster.client_binaries(settings.DATA_DIR).path(program), *options, *arguments],
        env=os.environ | place,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BackupRefused(f"{program} failed: {done.stderr.strip()[-600:]}")


def _holds_rows() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('events_event') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("SELECT EXISTS (SELECT 1 FROM events_event)")
        return bool(cursor.fetchone()[0])


def _empty_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connections.close_all()


def _add_folder(archive: tarfile.TarFile, folder: Path, name: str) -> None:
    if folder.is_dir():
        archive.add(folder, name)


def _add_about(archive: tarfile.TarFile) -> None:
    about = {"format": FORMAT, "made_at": datetime.now(UTC).isoformat(timespec="seconds")}
    content = json.dumps(about).encode()
    member = tarfile.TarInfo(ABOUT)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def _about(archive: tarfile.TarFile) -> dict[str, Any]:
    stream = archive.extractfile(ABOUT)
    about: dict[str, Any] = json.load(stream) if stream else {}
    if about.get("format") != FORMAT:
        raise BackupRefused("This backup was written by a newer version. Install that one first.")
    archive.getmember(DUMP)
    return about


def _bring_back(source: Path, target: Path) -> int:
    if not source.is_dir():
        return 0
    shutil.copytree(source, target, dirs_exist_ok=True)
    return sum(1 for path in source.rglob("*") if path.is_file())


@contextmanager
def _scratch() -> Iterator[Path]:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.DATA_DIR) as folder:
        yield Path(folder)
