"""The private database: starts, is shared, survives a crash and stale files, and stops."""

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest
from tests.support.site import open_folder

from xinqiao.config import cluster, machine

HOLD = """
import sys, time
from pathlib import Path
from xinqiao.config import cluster
with cluster.running(cluster.cluster_of(Path(sys.argv[1]), durable=False)) as c:
    print("up", flush=True)
    sys.stdin.read(1)
"""


@pytest.fixture(scope="module")
def data():
    with open_folder() as folder:
        yield folder
        cluster.stop(cluster.cluster_of(folder))


@pytest.fixture
def private(data):
    return cluster.cluster_of(data, durable=False)


def _hold(data):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "up\n"
    return process


def test_it_starts_finds_chinese_words_and_stops(private):
    with cluster.running(private):
        with psycopg.connect(private.url) as connection:
            found = connection.execute("SELECT show_trgm('路灯坏了')").fetchone()
        assert found[0]
    assert not cluster.is_running(private)


def test_it_listens_on_no_network_address(private):
    with cluster.running(private), psycopg.connect(private.url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert oct(private.socket_folder.stat().st_mode & 0o777) == "0o700"


def test_the_last_of_several_commands_stops_it(private, data):
    first = _hold(data)
    second = _hold(data)
    first.communicate("x")
    assert cluster.is_running(private)
    second.communicate("x")
    assert not cluster.is_running(private)


def test_a_killed_command_does_not_keep_it_for_ever(private, data):
    holder = _hold(data)
    holder.kill()
    holder.wait()
    assert cluster.is_running(private)
    with cluster.running(private):
        pass
    assert not cluster.is_running(private)


def test_rows_survive_a_crash_of_the_server(private):
    with cluster.running(private):
        with psycopg.connect(private.url) as connection:
            connection.execute("CREATE TABLE kept (word text)")
            connection.execute("INSERT INTO kept VALUES ('心桥')")
            connection.commit()
            connection.execute("CHECKPOINT")
        pid = machine.pid_in(private.rows / "postmaster.pid")
        os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 20
        while machine.is_alive(pid) and time.monotonic() < deadline:
            time.sleep(0.05)
    with cluster.running(private), psycopg.connect(private.url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("心桥",)


def test_a_pid_file_naming_somebody_else_is_no_obstacle(private):
    with cluster.running(private):
        lines = (private.rows / "postmaster.pid").read_text().splitlines()
    lines[0] = str(os.getppid())
    (private.rows / "postmaster.pid").write_text("\n".join(lines) + "\n")
    with cluster.running(private):
        assert cluster.is_running(private)


def test_a_database_without_chinese_characters_is_refused(private):
    with cluster.running(private):
        with psycopg.connect(private.url_for("postgres"), autocommit=True) as connection:
            connection.execute(
                "CREATE DATABASE plain TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"
            )
        with pytest.raises(cluster.ClusterError, match="Chinese search would find nothing"):
            cluster.check_characters(private.url_for("plain"))


def test_a_long_data_path_gets_a_short_socket(tmp_path):
    private = cluster.cluster_of(tmp_path / ("x" * 90))
    assert len(str(private.socket_folder)) < 90
