"""The supervisor: keeps the web server and the worker alive, and stops both cleanly."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from xinqiao.config import environ, metrics_files
from xinqiao.config.machine import ClusterError

STOP_SECONDS = 15.0
HEALTHY_SECONDS = 60.0
LONGEST_PAUSE = 30.0
TICK = 0.2
PR_SET_PDEATHSIG = 1

Say = Callable[[str], None]


class PortTaken(ClusterError):
    """Somebody else listens there."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run."""

    host: str
    port: int
    workers: int
    threads: int
    with_worker: bool = True

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}/"

    def commands(self) -> dict[str, list[str]]:
        """Command lines of the children, by name."""
        web = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            self.host,
            "--port",
            str(self.port),
            "--workers",
            str(self.workers),
            "--blocking-threads",
            str(self.threads),
            "--respawn-failed-workers",
            "--no-ws",
            "--log-level",
            "warning",
            "--workers-kill-timeout",
            "10",
            "xinqiao.config.wsgi:application",
        ]
        if not self.with_worker:
            return {"web": web}
        return {"web": web, "worker": [sys.executable, "-m", "xinqiao.config.cli", "worker"]}


@dataclass(slots=True)
class Child:
    """One process that is started again when it dies, with longer and longer pauses."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0
    next_start: float = field(default=0.0)

    def start(self, now: float) -> None:
        """Start in a session of its own, so that Ctrl-C reaches only the supervisor."""
        self.process = subprocess.Popen(
            self.command,
            start_new_session=True,
            preexec_fn=_die_with_parent,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "xinqiao.config.settings"},
        )
        self.started_at = now

    def look_after(self, now: float, say: Say) -> None:
        """Start it when it is due, notice when it died."""
        if self.process is None:
            if now >= self.next_start:
                self.start(now)
            return
        if self.process.poll() is None:
            return
        code = self.process.returncode
        _signal_group(self.process.pid, signal.SIGKILL)
        self.failures = 1 if now - self.started_at > HEALTHY_SECONDS else self.failures + 1
        pause = min(LONGEST_PAUSE, 0.5 * 2 ** (self.failures - 1))
        say(f"The {self.name} process ended (code {code}); it starts again in {pause:g} s.")
        self.process, self.next_start = None, now + pause

    def stop(self, deadline: float) -> None:
        """Wait for an end that was asked for; force it at the deadline."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        # Web processes of granian would outlive a killed parent and keep the port.
        _signal_group(self.process.pid, signal.SIGKILL)
        self.process.wait()


def supervise(plan: Plan, *, say: Say) -> int:
    """Run until SIGINT or SIGTERM; return the exit code 0.

    Raises PortTaken before anything is started when somebody else listens on the port.
    """
    refuse_taken_port(plan)
    stopping = _Stopping()
    with metrics_files.folder(environ.data_dir()):
        children = [Child(name, command) for name, command in plan.commands().items()]
        said = False
        try:
            while not stopping.asked:
                now = time.monotonic()
                for child in children:
                    child.look_after(now, say)
                if not said and _listens(plan):
                    say(f"Xinqiao is ready at {plan.address}  (Ctrl-C stops it)")
                    said = True
                time.sleep(TICK)
        finally:
            say("Stopping …")
            _stop_all(children)
            stopping.restore()
    return 0


class _Stopping:
    """Remembers that SIGINT, SIGTERM or SIGHUP arrived."""

    def __init__(self) -> None:
        self.asked = False
        self.before = {
            number: signal.signal(number, self._note)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.asked = True

    def restore(self) -> None:
        for number, handler in self.before.items():
            signal.signal(number, handler)


def _stop_all(children: list[Child]) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        if child.process is not None and child.process.poll() is None:
            child.process.send_signal(signal.SIGTERM)
    for child in children:
        child.stop(deadline)


def _signal_group(pid: int, number: int) -> None:
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        pass


def _die_with_parent() -> None:
    """Ask Linux for a SIGTERM when the supervisor is killed; elsewhere nothing happens."""
    if Path("/proc/self").exists():
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def refuse_taken_port(plan: Plan) -> None:
    """Raise PortTaken with a sentence when somebody else listens there."""
    family = socket.AF_INET6 if ":" in plan.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((plan.host, plan.port))
        except OSError as error:
            raise PortTaken(
                f"Port {plan.port} on {plan.host} cannot be used ({error.strerror}). "
                "Stop the other program or choose another port with --port."
            ) from error


def _listens(plan: Plan) -> bool:
    host = "127.0.0.1" if plan.host == "0.0.0.0" else plan.host  # noqa: S104
    try:
        with socket.create_connection((host, plan.port), timeout=0.2):
            return True
    except OSError:
        return False
