"""The command `xinqiao`: exit codes, sentences, and what it lists."""

import json

import pytest

from xinqiao.config import cli


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
