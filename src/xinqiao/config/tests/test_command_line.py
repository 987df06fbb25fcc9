"""The command `xinqiao`: exit codes, sentences, and what it lists."""

import json
from contextlib import nullcontext

import pytest

from xinqiao.config import cli, runtime


@pytest.fixture(autouse=True)
def the_database_of_the_test(monkeypatch):
    monkeypatch.setattr(runtime, "database", nullcontext)


def test_without_words_it_lists_the_commands(capsys):
    assert cli.main([]) == cli.USAGE
    told = capsys.readouterr().out
    assert all(name in told for name in cli.COMMANDS)


def test_help_is_fine(capsys):
    assert cli.main(["--help"]) == cli.FINE


def test_an_unknown_command_is_wrong_usage(capsys):
    assert cli.main(["demmo"]) == cli.USAGE
    assert "no command 'demmo'" in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(set(cli.COMMANDS) - {"manage"}))
def test_every_command_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0
    assert f"xinqiao {name}" in capsys.readouterr().out


@pytest.mark.django_db
def test_rebuild_answers_a_script(capsys):
    assert cli.main(["rebuild", "indicators", "--json"]) == cli.FINE
    told = json.loads(capsys.readouterr().out)
    assert (told["facts"], told["rollup_rows"], told["wait_rows"]) == (0, 0, 0)
    assert cli.main(["rebuild", "indicators"]) == cli.FINE


@pytest.mark.django_db
def test_seal_verify_answers_a_script(capsys):
    assert cli.main(["seal", "verify", "--json"]) == cli.FINE
    told = json.loads(capsys.readouterr().out)
    assert (told["holds"], told["events"]) == (True, 0)


@pytest.mark.django_db
def test_a_head_that_is_not_in_the_chain_is_refused(capsys):
    assert cli.main(["seal", "verify", "--expect", "00"]) == cli.REFUSED
    assert "altered" in capsys.readouterr().out


@pytest.mark.django_db
def test_migrate_check_is_quiet_when_nothing_is_missing(capsys):
    assert cli.main(["migrate", "--check"]) == cli.FINE


@pytest.mark.django_db
def test_an_existing_backup_is_not_overwritten(tmp_path, capsys):
    file = tmp_path / "old.tar"
    file.write_text("kept")
    assert cli.main(["backup", str(file)]) == cli.REFUSED
    assert "exists already" in capsys.readouterr().err
    assert file.read_text() == "kept"


@pytest.mark.django_db
def test_what_is_no_backup_is_refused(tmp_path, capsys):
    file = tmp_path / "words.tar"
    file.write_text("just words")
    assert cli.main(["restore", str(file)]) == cli.REFUSED
    assert "not a backup of Xinqiao" in capsys.readouterr().err


@pytest.mark.django_db
def test_the_first_administrator_gets_an_account_and_a_post(capsys):
    from xinqiao.accounts.access import SYSTEM
    from xinqiao.grid.models import Appointment
    from xinqiao.grid.services.areas import add_area
    from xinqiao.kit.time import now

    for code, name in (("51", "四川省"), ("5110", "内江市"), ("511083", "隆昌市")):
        add_area(actor=SYSTEM, code=code, name=name, at=now())
    words = ["person", "wang", "--name", "王芳", "--area", "511083", "--json"]
    assert cli.main(words) == cli.FINE
    told = json.loads(capsys.readouterr().out)
    assert len(told["password"]) >= 10
    held = Appointment.objects.get(user__username="wang")
    assert (held.post.role, held.post.area.code) == ("system_admin", "511083")
    assert cli.main([*words[:4], "--role", "security_admin", "--area", "511083"]) == cli.REFUSED
    assert cli.main(["person", "li", "--role", "king", "--area", "511083"]) == cli.REFUSED
    assert "no role 'king'" in capsys.readouterr().err
