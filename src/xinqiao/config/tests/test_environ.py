"""Settings from outside: the database address, secrets made once, flags."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from xinqiao.config import environ


def test_an_address_with_a_socket_becomes_settings():
    told = environ.database_settings(
        "postgresql://u%40a:p%3Aw@/xinqiao?host=%2Fvar%2Frun&sslmode=require"
    )
    assert (told["USER"], told["PASSWORD"], told["NAME"]) == ("u@a", "p:w", "xinqiao")
    assert (told["HOST"], told["PORT"]) == ("/var/run", "")
    assert told["OPTIONS"]["sslmode"] == "require"


def test_an_address_with_a_port_becomes_settings():
    told = environ.database_settings("postgres://xinqiao@db.example:6432/city")
    assert (told["HOST"], told["PORT"], told["NAME"]) == ("db.example", "6432", "city")


@pytest.mark.parametrize("address", ["mysql://a/b", "sqlite:///x", "xinqiao"])
def test_another_kind_of_database_is_refused_with_a_sentence(address):
    with pytest.raises(ValueError, match="must begin with postgresql://"):
        environ.database_settings(address)


def test_an_address_without_a_database_is_refused():
    with pytest.raises(ValueError, match="names no database"):
        environ.database_settings("postgresql://localhost")


def test_a_secret_is_made_once_for_all_processes(tmp_path, monkeypatch):
    monkeypatch.setenv("XINQIAO_DATA", str(tmp_path))
    monkeypatch.delenv("XINQIAO_NEW", raising=False)
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: environ.kept_secret("XINQIAO_NEW", "new"), range(16)))
    assert len(found) == 1
    file = tmp_path / "keys" / "new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["new"]


def test_a_given_secret_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setenv("XINQIAO_DATA", str(tmp_path))
    monkeypatch.setenv("XINQIAO_NEW", "given")
    assert environ.kept_secret("XINQIAO_NEW", "new") == "given"
    assert not (tmp_path / "keys").exists()
