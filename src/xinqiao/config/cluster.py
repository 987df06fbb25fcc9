"""The private PostgreSQL cluster in the data folder, for when DATABASE_URL is not given.

It listens on a unix socket in a folder only its owner may enter, never on TCP. Each command that
uses it holds a shared lock, and the last one to leave stops the server.
"""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from xinqiao.config import environ, machine
from xinqiao.config.machine import ClusterError
from xinqiao.config.pgbin import Binaries, find_binaries

DATABASE = "xinqiao"
EXTENSIONS = ("pg_trgm", "btree_gist")
SHARED_HOME = Path("/var/lib/xinqiao")
LONGEST_SOCKET_FOLDER = 85
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "120",
    "shared_buffers": "256MB",
    # Our statements are short: compiling them or starting helpers costs more than it saves.
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "max_wal_size": "2GB",
    # A failed statement may hold a person's words: the server's log must not quote it.
    "log_min_error_statement": "panic",
    "timezone": "UTC",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class Cluster:
    """One private cluster; `durable=False` is for tests, which may lose it."""

    home: Path
    durable: bool = True

    @property
    def rows(self) -> Path:
        """PostgreSQL's own data folder."""
        return self.home / "rows"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def socket_folder(self) -> Path:
        """Where the socket lies; the kernel refuses socket paths over about 100 bytes."""
        near = self.home / "run"
        if len(str(near)) <= LONGEST_SOCKET_FOLDER:
            return near
        return Path(f"/tmp/xinqiao-{os.getuid()}-{machine.short_hash(self.home)}")  # noqa: S108

    @property
    def url(self) -> str:
        """DATABASE_URL of this cluster, running or not."""
        return self.url_for(DATABASE)

    def url_for(self, database: str) -> str:
        """Address of one database of this cluster."""
        return f"postgresql://{DATABASE}@/{database}?host={quote(str(self.socket_folder), safe='')}"


def cluster_of(data: Path, *, durable: bool | None = None) -> Cluster:
    """Return the cluster that belongs to a data folder; XINQIAO_DURABLE=0 makes it fit for tests.

    PostgreSQL refuses to run as root, so root hands it to an unprivileged user; when that user
    cannot reach the data folder (a home of mode 0700), the cluster lives in /var/lib/xinqiao.
    """
    if durable is None:
        durable = environ.flag("XINQIAO_DURABLE", default=True)
    near, far = data / "pg", SHARED_HOME / machine.short_hash(data)
    if os.geteuid() != 0:
        return Cluster(near, durable)
    # Once made it stays where it is, even when somebody opens or closes a folder above.
    made = [home for home in (near, far) if (home / "rows" / "PG_VERSION").exists()]
    if made:
        return Cluster(made[0], durable)
    return Cluster(near if machine.reachable(near) else far, durable)


def url_of(data: Path) -> str:
    """DATABASE_URL of the private cluster of this data folder, running or not."""
    return cluster_of(data).url


@contextmanager
def running(cluster: Cluster) -> Iterator[Cluster]:
    """Keep the cluster running inside the block; the last user to leave stops it."""
    _make_folders(cluster)
    with open(cluster.home / "users.lock", "a") as users:
        with _exclusive(cluster):
            fcntl.flock(users, fcntl.LOCK_SH)
            start(cluster)
        try:
            yield cluster
        finally:
            with _exclusive(cluster):
                fcntl.flock(users, fcntl.LOCK_UN)
                if _is_last(users.fileno()):
                    stop(cluster)


def start(cluster: Cluster) -> None:
    """Make the cluster if it is new, start it if it is stopped, make sure the database is there.

    Raises ClusterError with a sentence and the last lines of the server's log.
    """
    _make_folders(cluster)
    binaries = _binaries(cluster)
    if not (cluster.rows / "PG_VERSION").exists():
        _init(cluster, binaries)
    if not is_running(cluster):
        _forget_stale_locks(cluster)
        options = ("-l", str(cluster.log), "-o", f"-k '{cluster.socket_folder}'")
        _control(cluster, binaries, "start", *options)
    ensure_database(cluster)
    check_characters(cluster.url)


def stop(cluster: Cluster) -> None:
    """Stop the server; open transactions are rolled back. Nothing happens when it is stopped."""
    if is_running(cluster):
        _control(cluster, _binaries(cluster), "stop", "-m", "fast")


def is_running(cluster: Cluster) -> bool:
    """Tell whether this folder's server lives, whatever its pid file says."""
    pid = machine.pid_in(cluster.rows / "postmaster.pid")
    return pid is not None and machine.mentions(pid, str(cluster.rows))


def check_characters(url: str) -> None:
    """Refuse a database in which Chinese search would silently find nothing.

    Raises ClusterError when LC_CTYPE is `C` or the encoding is not UTF-8.
    """
    with psycopg.connect(url, connect_timeout=10) as connection:
        row = connection.execute(
            "SELECT datctype, pg_encoding_to_char(encoding) FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
    ctype, encoding = row or ("?", "?")
    if ctype in {"C", "POSIX"} or encoding != "UTF8":
        raise ClusterError(
            f"The database has LC_CTYPE {ctype} and encoding {encoding}: Chinese search would find "
            "nothing. Create it anew with ENCODING 'UTF8' and LC_CTYPE 'C.UTF-8', then restore."
        )


def client_binaries(data: Path) -> Binaries:
    """Programs such as pg_dump, of the version that made the data folder where there is one."""
    cluster = cluster_of(data)
    return _binaries(cluster) if (cluster.rows / "PG_VERSION").exists() else find_binaries()


def _binaries(cluster: Cluster) -> Binaries:
    version = cluster.rows / "PG_VERSION"
    binaries = find_binaries(int(version.read_text()) if version.exists() else None)
    if os.geteuid() != 0 or machine.reachable(binaries.folder):
        return binaries
    # The unprivileged user cannot enter the virtual environment: it gets a copy it can read.
    copy = SHARED_HOME / f"postgresql-{binaries.major}"
    if not (copy / "bin" / "postgres").exists():
        draft = SHARED_HOME / f".copy-{os.getpid()}"
        shutil.copytree(binaries.folder.parent, draft, symlinks=True)
        draft.chmod(0o755)
        draft.rename(copy)
    return Binaries(copy / "bin", binaries.major)


def _init(cluster: Cluster, binaries: Binaries) -> None:
    ctype = machine.utf8_locale()
    provider = (
        ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if binaries.major >= 17 else []
    )
    _run(
        cluster,
        binaries,
        "initdb",
        "-D",
        str(cluster.rows),
        "-U",
        DATABASE,
        "-E",
        "UTF8",
        "--auth=trust",
        f"--locale={ctype}",
        *provider,
        *([] if cluster.durable else ["-N"]),
    )
    settings = SETTINGS | ({} if cluster.durable else NOT_DURABLE | {"max_connections": "300"})
    with open(cluster.rows / "postgresql.conf", "a", encoding="utf-8") as conf:
        conf.writelines(f"{name} = {value}\n" for name, value in settings.items())


def ensure_database(cluster: Cluster) -> None:
    """Create the database and its extensions where they are missing."""
    with psycopg.connect(cluster.url_for("postgres"), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if known.fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        for name in EXTENSIONS:
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")


def _make_folders(cluster: Cluster) -> None:
    cluster.home.mkdir(parents=True, exist_ok=True)
    cluster.socket_folder.mkdir(mode=0o700, exist_ok=True)
    if not cluster.rows.exists():
        cluster.rows.mkdir(mode=0o700)
    account = machine.account()
    if account is None:
        return
    for folder in (cluster.home, cluster.socket_folder, cluster.rows):
        os.chown(folder, account.pw_uid, account.pw_gid)


def _control(cluster: Cluster, binaries: Binaries, action: str, *options: str) -> None:
    rows = str(cluster.rows)
    _run(cluster, binaries, "pg_ctl", "-D", rows, "-w", "-t", "60", *options, action)


def _run(cluster: Cluster, binaries: Binaries, program: str, *arguments: str) -> None:
    account = machine.account()
    who = (
        {}
        if account is None
        else {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    )
    # Output goes to a file: the server inherits it, and a pipe would never close.
    with open(cluster.home / "command.log", "w+", encoding="utf-8", errors="replace") as told:
        done = subprocess.run(
            [binaries.path(program), *arguments],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=subprocess.STDOUT,
            check=False,
            **who,  # type: ignore[call-overload]
        )
        if done.returncode != 0:
            told.seek(0)
            raise ClusterError(f"{program} failed: {told.read()[-600:]}{_tail(cluster.log)}")


def _tail(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-600:] if log.exists() else ""


def _forget_stale_locks(cluster: Cluster) -> None:
    """Remove lock files that name a living process which is not our server.

    After a restart of the machine the number is often somebody else's, and PostgreSQL would
    refuse. A dead number stays: PostgreSQL then checks for left-over backends itself.
    """
    for lock in (cluster.rows / "postmaster.pid", cluster.socket_folder / ".s.PGSQL.5432.lock"):
        pid = machine.pid_in(lock)
        if pid is not None and machine.is_alive(pid):
            lock.unlink(missing_ok=True)


@contextmanager
def _exclusive(cluster: Cluster) -> Iterator[None]:
    with open(cluster.home / "cluster.lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_last(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
