"""Facts about the machine that the private database depends on."""

import hashlib
import locale
import os
import pwd
import stat
from pathlib import Path


class ClusterError(RuntimeError):
    """The private database cannot run; the text says why and what to do."""


def account() -> pwd.struct_passwd | None:
    """The unprivileged user that PostgreSQL runs as when we are root, else None (ourselves)."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "xinqiao", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ClusterError(
        "PostgreSQL cannot run as root. Add a user named xinqiao, or sign in as one."
    )


def reachable(path: Path) -> bool:
    """Tell whether the unprivileged user may enter every folder above `path` that exists."""
    who = account()
    for folder in (path, *path.parents):
        if who is None or not folder.exists():
            continue
        facts = folder.stat()
        bit = stat.S_IXUSR if facts.st_uid == who.pw_uid else stat.S_IXOTH
        if not facts.st_mode & bit:
            return False
    return True


def utf8_locale() -> str:
    """Return the name of a UTF-8 locale of this machine."""
    kept = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "zh_CN.UTF-8", "en_US.UTF-8"):
            try:
                locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
            return name
    finally:
        locale.setlocale(locale.LC_CTYPE, kept)
    raise ClusterError("This machine has no UTF-8 locale. Install the locale C.UTF-8.")


def pid_in(path: Path) -> int | None:
    """Return the process number on the first line of a lock file, None when there is none."""
    try:
        return int(path.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def is_alive(pid: int) -> bool:
    """Tell whether a process of this number exists, whoever owns it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def mentions(pid: int, words: str) -> bool:
    """Tell whether the process lives and its command line holds `words`."""
    if not is_alive(pid):
        return False
    try:
        return words in Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:
        return Path("/proc/self").exists() is False


def short_hash(path: Path) -> str:
    """Twelve characters that stand for a path in places where it would be too long."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]
