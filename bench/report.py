"""Report intake over HTTP, beside pgbench running the same statement in the same run.

1,400 grids, 100 dispatch rules, 8 clients, 2 web workers of one thread. The two are measured in
turns, three rounds each, and the medians compared.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.ground import STEP, grid_corner
from bench.measure import say, scratch_database

CLIENTS, WORKERS, THREADS = 8, 2, 1
PATH = "/api/v1/cases"
WORDS = (
    "楼道灯坏了，晚上老人看不清台阶，请来看看",
    "下水道堵了，污水流到路面，气味很大",
    "小区东门口有人乱停车，挡住了消防通道",
    "垃圾桶满了两天没人清，苍蝇很多",
    "三单元门禁坏了，门关不上，大家不放心",
    "路面有个坑，昨天有位大娘差点摔倒",
)


def bodies(count: int) -> list[bytes]:
    """JSON bodies of requests spread over all grids; the same ones each run."""
    dice = random.Random(7)  # noqa: S311
    made = []
    for _ in range(count):
        west, south = grid_corner(dice.randrange(1400))
        made.append(
            json.dumps(
                {
                    "text": f"{dice.choice(WORDS)}（{dice.randrange(90)}号楼）",
                    "category": dice.choice(CATEGORIES),
                    "lon": round(west + STEP * dice.uniform(0.05, 0.95), 6),
                    "lat": round(south + STEP * dice.uniform(0.05, 0.95), 6),
                    "phone": f"138{dice.randrange(10**8):08}",
                },
                ensure_ascii=False,
            ).encode()
        )
    return made


CATEGORIES: list[str] = []


def _load_categories() -> None:
    from django.utils import timezone

    from xinqiao.cases.selectors.categories import category_book
    from xinqiao.grid.models import SnapshotVersion

    book = category_book(SnapshotVersion.objects.get().version)
    CATEGORIES[:] = [c.code for c in book.at(timezone.now()) if c.depth > 0]


@contextmanager
def server(url: str) -> Iterator[int]:
    """The product's own web server on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, "DATABASE_URL": url, "XINQIAO_DEBUG": ""}
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(WORKERS), "--blocking-threads", str(THREADS),
        "--no-ws", "--log-level", "warning", "xinqiao.config.wsgi:application",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=environment, stdout=sys.stderr)
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("The web server did not start.")


def over_http(port: int, key: str, seconds: float, lines: bytes) -> dict[str, object]:
    """One round of the load client, in a process of its own."""
    command = [sys.executable, "-m", "bench.load", str(port), str(seconds), str(CLIENTS), PATH]
    done = subprocess.run(
        command,
        input=lines,
        capture_output=True,
        check=True,
        env={**os.environ, "BENCH_API_KEY": key},
    )
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def pgbench_scripts(folder: Path, count: int = 40) -> list[Path]:
    """The same statement with values of real reports; token and key are new each time."""
    from django.db import connection
    from django.utils import timezone
    from psycopg import ClientCursor

    from xinqiao.accounts.access import ANONYMOUS
    from xinqiao.cases.drafts import ReportDraft
    from xinqiao.cases.models import Source
    from xinqiao.cases.services.intake import prepare
    from xinqiao.cases.services.report import parameters
    from xinqiao.cases.services.report_sql import INTAKE

    connection.ensure_connection()
    cursor = ClientCursor(connection.connection)
    paths = []
    for n, body in enumerate(bodies(count)):
        said = json.loads(body)
        draft = ReportDraft(
            text=said["text"], category_code=said["category"], lon=said["lon"], lat=said["lat"],
            reporter_phone=said["phone"], source=Source.API, idempotency_key="k",
        )  # fmt: skip
        values = parameters(ANONYMOUS, prepare(actor=ANONYMOUS, draft=draft, at=timezone.now()))
        values |= {"token": "@token@", "idempotency_key": "@key@"}
        text = cursor.mogrify(INTAKE, values)
        text = text.replace("'@token@'", "'t' || (:r)::text").replace(
            "'@key@'", "'k' || (:r)::text"
        )
        path = folder / f"report{n}.sql"
        path.write_text(
            f"\\set r random(1, 9000000000000000000)\n{text.strip()};\n", encoding="utf-8"
        )
        paths.append(path)
    return paths


def raw(url: str, program: str, scripts: list[Path], seconds: float) -> float:
    """Transactions a second of pgbench with prepared statements."""
    files = [part for path in scripts for part in ("-f", str(path))]
    done = subprocess.run(
        [program, "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(int(seconds)),
         *files, url],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    line = next(line for line in done.stdout.splitlines() if line.startswith("tps"))
    return float(line.split("=")[1].split()[0])


def main() -> None:
    parser = argparse.ArgumentParser(prog="xinqiao bench report")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with scratch_database("xinqiao_bench_report", fresh=True) as url:
        os.environ["DATABASE_URL"] = url
        result = measure(url, seconds=options.seconds, rounds=options.rounds)
    json.dump(result, sys.stdout, ensure_ascii=False, indent=None if options.json else 2)
    sys.stdout.write("\n")


def measure(url: str, *, seconds: float, rounds: int) -> dict[str, object]:
    """Build the county, then measure in turns."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xinqiao.config.settings")
    django.setup()
    from django.core.management import call_command

    from bench.world import build_county
    from xinqiao.config.pgbin import find_binaries

    say("making the tables")
    call_command("migrate", verbosity=0)
    build_county()
    _load_categories()
    key = _api_key()
    lines = b"\n".join(bodies(4000))
    web, base = [], []
    with tempfile.TemporaryDirectory() as folder, server(url) as port:
        scripts = pgbench_scripts(Path(folder))
        say("warming up")
        over_http(port, key, 3, lines)
        for turn in range(rounds):
            web.append(over_http(port, key, seconds, lines))
            base.append(raw(url, find_binaries().path("pgbench"), scripts, seconds))
            say(f"round {turn + 1}: {web[-1]['per_second']}/s over HTTP, pgbench {base[-1]:.0f}/s")
    return _summary(web, base)


def _summary(web: list[dict[str, object]], base: list[float]) -> dict[str, object]:
    rate = statistics.median(float(str(w["per_second"])) for w in web)
    peer = statistics.median(base)
    return {
        "bench": "report",
        "clients": CLIENTS,
        "workers": WORKERS,
        "grids": 1400,
        "dispatch_rules": 100,
        "reports_per_second": rate,
        "pgbench_per_second": round(peer, 1),
        "ratio_to_pgbench": round(rate / peer, 3),
        "p50_ms": statistics.median(float(str(w["p50_ms"])) for w in web),
        "p95_ms": statistics.median(float(str(w["p95_ms"])) for w in web),
        "failures": sum(int(str(w["failures"])) for w in web),
        "first_failure": next((w["first_failure"] for w in web if w["first_failure"]), None),
    }


def _api_key() -> str:
    from django.utils import timezone

    from xinqiao.accounts.access import SYSTEM
    from xinqiao.accounts.services.api_keys import issue_key

    name = f"bench {secrets.token_hex(4)}"
    return issue_key(actor=SYSTEM, name=name, can_write=True, at=timezone.now()).key


if __name__ == "__main__":
    main()
