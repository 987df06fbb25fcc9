"""Keys of personal data are turned while people work, and no column is forgotten."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import BinaryField

from xinqiao.accounts.selectors.people import user_ids_of_phone
from xinqiao.accounts.services.people import resident_of_phone
from xinqiao.config import cli, rotation
from xinqiao.config.rotation import rotate, standings
from xinqiao.events.models import Event
from xinqiao.grid.tests.support import AT, build_town, person
from xinqiao.kit import crypto
from xinqiao.kit.sealed import sealed_columns
from xinqiao.registry import sealed
from xinqiao.registry.models import Person
from xinqiao.registry.tests.law_world import NUMBER, PHONE, add_person

OLD, NEW = (
    "b2xkLWtleS10aGF0LWlzLTMyLWJ5dGVzLWxvbmctLS0=",
    "bmV3LWtleS10aGF0LWlzLTMyLWJ5dGVzLWxvbmctLS0=",
)


@pytest.fixture(autouse=True)
def _keys(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.FIELD_KEYS, settings.INDEX_KEYS = [OLD], [OLD]


def turn(settings):
    settings.FIELD_KEYS, settings.INDEX_KEYS = [NEW, OLD], [NEW, OLD]


def test_no_sealed_column_is_forgotten():
    """Whoever adds a sealed column without saying so would lose it with the old key."""
    known = {(column.model.lower(), column.field) for column in sealed_columns()}
    known |= {(column.model.lower(), column.index) for column in sealed_columns()}
    found = {
        (model._meta.label_lower, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, BinaryField) and field.name.endswith(("_sealed", "_index"))
    }
    assert found - known == set()
    for column in sealed_columns():
        apps.get_model(column.model)._meta.get_field(column.field)


@pytest.mark.django_db
def test_everything_opens_under_the_new_key_alone(settings):
    town = build_town()
    someone = add_person(town.grids[0])
    resident = resident_of_phone(phone=PHONE, at=AT)
    factor = Authenticator.objects.create(
        user=person("张三"),
        type="totp",
        data={"secret": crypto.seal("JBSWY3DP", context="mfa.secret").hex(), "other": 1},
    )
    turn(settings)
    assert resident_of_phone(phone=PHONE, at=AT) == resident
    done = {one.column: one for one in rotate(batch=1)}
    assert done["registry.Person.citizen_number_sealed"].sealed == 1
    assert done["registry.Person.phone_sealed"].indexed == 1
    settings.FIELD_KEYS, settings.INDEX_KEYS = [NEW], [NEW]
    someone.refresh_from_db()
    assert sealed.open_citizen_number(someone.citizen_number_sealed) == NUMBER
    assert bytes(someone.citizen_number_index) == sealed.citizen_number_index(NUMBER)
    assert user_ids_of_phone(PHONE) == [resident.pk]
    factor.refresh_from_db()
    opened = crypto.unseal(bytes.fromhex(factor.data["secret"]), context="mfa.secret")
    assert (opened, factor.data["other"]) == ("JBSWY3DP", 1)
    assert sum(one.stale + one.unknown for one in standings()) == 0
    assert sum(one.sealed + one.indexed for one in rotate()) == 0


@pytest.mark.django_db
def test_a_stopped_run_goes_on_where_it_was(settings, monkeypatch):
    town = build_town()
    people = [add_person(town.grids[0], number="", phone=f"1380013800{i}") for i in range(4)]
    turn(settings)
    seen = []

    def stop(count):
        seen.append(count)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(progress=stop, batch=1)
    looked = []
    monkeypatch.setattr(
        rotation.crypto,
        "unseal",
        lambda value, *, context, really=crypto.unseal: (
            looked.append(context) or really(value, context=context)
        ),
    )
    rotate(batch=1)
    assert looked.count(sealed.PERSON_PHONE) == 2
    fresh = {bytes(p.phone_index) for p in Person.objects.all()}
    assert fresh == {sealed.phone_index(f"1380013800{i}") for i in range(len(people))}


@pytest.mark.django_db
def test_what_somebody_writes_meanwhile_is_kept(settings, monkeypatch):
    someone = add_person(build_town().grids[0], number="")
    turn(settings)
    really = rotation._write

    def write_late(column, changed):
        if column.model == "registry.Person":
            value, index = sealed.seal_phone("13900139000")
            Person.objects.filter(pk=someone.pk).update(phone_sealed=value, phone_index=index)
        really(column, changed)

    monkeypatch.setattr(rotation, "_write", write_late)
    rotate()
    someone.refresh_from_db()
    assert sealed.open_phone(someone.phone_sealed) == "13900139000"
    assert bytes(someone.phone_index) == sealed.phone_index("13900139000")


@pytest.mark.django_db
def test_a_lost_key_is_said_and_the_rest_is_done(settings, capsys):
    town = build_town()
    add_person(town.grids[0], number="")
    settings.FIELD_KEYS, settings.INDEX_KEYS = [NEW], [NEW]
    add_person(town.grids[0], number="", phone="13900139000")
    (phones,) = [one for one in standings() if one.column == "registry.Person.phone_sealed"]
    assert (phones.values, phones.stale, phones.unknown) == (2, 1, 1)
    assert run("keys", "rotate", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["sealed"], told["unreadable"]) == (0, 1)


@pytest.mark.django_db
def test_the_command_tells_numbers_and_never_values(settings, capsys):
    add_person(build_town().grids[0])
    turn(settings)
    assert run("keys", "status") == 0
    assert run("keys", "rotate") == 0
    told = capsys.readouterr()
    for secret in (NUMBER, PHONE, OLD, NEW):
        assert secret not in told.out + told.err
    event = Event.objects.get(kind="accounts.keys_turned")
    assert event.data == {"sealed": 2, "indexed": 2, "unreadable": 0}


def run(*words):
    """The command, in the database of the test."""
    command = cli.import_module(f"xinqiao.config.commands.{words[0]}_command")
    return command.run(cli._parse(command, words[0], list(words[1:])))
