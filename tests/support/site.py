"""A whole site of real processes: private database, web server and worker under the supervisor."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from xinqiao.config import cluster

START_SECONDS = 90


@dataclass(slots=True)
class Site:
    """A running `xinqiao serve`; `private` is its database cluster."""

    process: subprocess.Popen[bytes]
    port: int
    data: Path
    private: cluster.Cluster

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def child(self, words: str) -> psutil.Process:
        """The supervisor's own child whose command line holds `words`."""
        found = [
            child
            for child in psutil.Process(self.process.pid).children()
            if words in " ".join(child.cmdline())
        ]
        assert len(found) == 1, f"{words}: {found}"
        return found[0]

    def web(self) -> psutil.Process:
        return self.child("granian")

    def worker(self) -> psutil.Process:
        return self.child("xinqiao.config.cli worker")


@contextmanager
def running_site(*, web_processes: int = 2) -> Iterator[Site]:
    """Start a site on a free port with a data folder of its own; stop it afterwards."""
    with open_folder() as data:
        yield from _run_site(data, web_processes)


def _run_site(data: Path, web_processes: int) -> Iterator[Site]:
    port = free_port()
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("XINQIAO_", "DATABASE_URL", "DJANGO_SETTINGS", "PYTEST"))
    }
    environment["XINQIAO_DATA"] = str(data)
    environment["XINQIAO_DURABLE"] = "0"
    options = ["--port", str(port), "--workers", str(web_processes), "--threads", "2"]
    with open(data / "site.log", "ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "xinqiao.config.cli", "serve", *options],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    site = Site(process, port, data, cluster.cluster_of(data))
    try:
        wait_until(lambda: answers(site), START_SECONDS, lambda: _log(data))
        yield site
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(40)


def answers(site: Site, page: str = "/readyz") -> bool:
    """Tell whether the page answers with 200."""
    try:
        return httpx.get(f"{site.url}{page}", timeout=10).status_code == 200
    except httpx.HTTPError:
        return False


def wait_until(is_so, seconds: float, explain=lambda: ""):
    """Wait for a condition; fail with an explanation when it does not come."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s\n{explain()}")


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that the database's unprivileged user may enter; pytest's own are closed to it."""
    with tempfile.TemporaryDirectory(prefix="xinqiao-site-", dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def django_environment(site: Site) -> dict[str, str]:
    """The environment in which a script sees the site's database and keys."""
    return {
        **{n: v for n, v in os.environ.items() if not n.startswith("XINQIAO_")},
        "XINQIAO_DATA": str(site.data),
        "DATABASE_URL": site.private.url,
        "DJANGO_SETTINGS_MODULE": "xinqiao.config.settings",
    }


def _log(data: Path) -> str:
    return (data / "site.log").read_text(errors="replace")[-3000:]
