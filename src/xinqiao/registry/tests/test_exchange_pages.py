"""The pages that take people in and give lists out: what a person at a desk sees."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from xinqiao.accounts.models import User
from xinqiao.events.models import Event
from xinqiao.grid.tests.support import sign_in_as
from xinqiao.registry.exchange.services.file_import import forget_old_imports, work_on_imports
from xinqiao.registry.models import ImportState, Look, PeopleExport, PeopleImport, Person
from xinqiao.registry.tests.people import AT, Village, build_village, told
from xinqiao.registry.tests.rolls import line, xlsx_bytes


@pytest.fixture
def village(db: None) -> Village:
    return build_village()


@pytest.fixture
def desk(client, village):
    return sign_in_as(client, User.objects.get(pk=village.community.user_id))


def send(desk, village, lines, name="花名册.xlsx"):
    upload = SimpleUploadedFile(name, xlsx_bytes(lines, title="登记表"))
    address = reverse("registry:imports")
    return desk.post(address, {"area": village.town.west.code, "file": upload})


def test_a_file_is_checked_confirmed_and_taken_in(desk, village):
    answer = send(
        desk, village, [line("王建国"), line("李四", "302", born="1960", 与户主关系="邻居")]
    )
    found = PeopleImport.objects.get()
    assert answer.url == reverse("registry:import", args=[found.pk])
    assert "王建国".encode() not in bytes(found.payload_sealed)
    work_on_imports(at=AT)
    assert not Person.objects.exists()
    page = desk.get(answer.url).content.decode()
    assert "邻居" in page
    desk.post(reverse("registry:import-confirm", args=[found.pk]))
    assert "every 2s" in desk.get(answer.url).content.decode()
    work_on_imports(at=AT)
    found.refresh_from_db()
    assert (found.state, found.added, found.refused) == (ImportState.DONE, 1, 1)
    assert found.payload_sealed is None
    assert Person.objects.get().name == "王建国"
    assert Event.objects.filter(kind="registry.file_imported").count() == 1
    book = desk.get(reverse("registry:import-refused", args=[found.pk]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(book))).get_sheet_by_index(0)
    assert any("李四" in row for row in rows.to_python())


def test_the_same_click_twice_takes_nobody_in_twice(desk, village):
    send(desk, village, [line("王建国")])
    found = PeopleImport.objects.get()
    work_on_imports(at=AT)
    for _click in range(2):
        desk.post(reverse("registry:import-confirm", args=[found.pk]))
        work_on_imports(at=AT)
    assert Person.objects.count() == 1


def test_a_file_that_is_left_is_gone(desk, village):
    send(desk, village, [line("王建国")])
    found = PeopleImport.objects.get()
    work_on_imports(at=AT)
    desk.post(reverse("registry:import-leave", args=[found.pk]))
    found.refresh_from_db()
    assert (found.state, found.payload_sealed) == (ImportState.LEFT, None)


def test_what_is_no_table_is_refused_with_a_sentence(desk, village):
    upload = SimpleUploadedFile("roll.pdf", b"%PDF-1.4")
    answer = desk.post(
        reverse("registry:imports"), {"area": village.town.west.code, "file": upload}
    )
    assert answer.status_code == 422
    assert not PeopleImport.objects.exists()


def test_a_colleague_does_not_see_my_files(desk, village, client):
    send(desk, village, [line("王建国")])
    other = sign_in_as(client, User.objects.get(pk=village.worker.user_id))
    assert (
        other.get(reverse("registry:import", args=[PeopleImport.objects.get().pk])).status_code
        == 404
    )


def test_supervisors_and_residents_take_nobody_in(client, village):
    address = reverse("registry:imports")
    assert client.get(address).status_code == 302
    county = sign_in_as(client, User.objects.get(pk=village.county.user_id))
    assert county.get(address).status_code == 403


def test_refused_rows_are_forgotten_after_thirty_days(desk, village):
    send(desk, village, [line("王建国", 与户主关系="邻居")])
    work_on_imports(at=AT)
    found = PeopleImport.objects.get()
    forget_old_imports(at=found.started_at + timedelta(days=31))
    found.refresh_from_db()
    assert found.payload_sealed is None
    assert not found.refused_lines.exists()


def export(desk, village, **more):
    told_by = {"area": village.town.west.code, "kind": "csv", "reason": "核对高龄补贴名单"}
    return desk.post(reverse("registry:export"), {**told_by, **more})


def body(answer) -> str:
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_a_list_is_masked_and_on_record(desk, village):
    village.family(told("王建国", 1950, phone="13800138000", tags=("party_member",)))
    answer = export(desk, village)
    text = body(answer)
    assert "王建国" in text
    assert "138****8000" in text
    assert "13800138000" not in text
    assert "5110**********" in text
    assert answer["Cache-Control"] == "no-store"
    row = PeopleExport.objects.get()
    assert (row.people, row.is_full, row.reason) == (1, False, "核对高龄补贴名单")
    assert not Look.objects.exists()


def test_numbers_written_out_are_a_look_at_everybody(desk, village):
    village.family(told("王建国", 1950, phone="13800138000"))
    village.family(told("李四", 1960, order=3), number="302")
    text = body(export(desk, village, full="on"))
    assert "13800138000" in text
    assert Look.objects.count() == 2
    assert Event.objects.filter(kind="registry.revealed_many").count() == 1


def test_a_list_needs_a_reason_and_a_post_over_the_area(desk, village, client):
    assert export(desk, village, reason="").status_code == 422
    assert export(desk, village, area=village.town.east.code).status_code == 422
    worker = sign_in_as(client, User.objects.get(pk=village.worker.user_id))
    assert worker.get(reverse("registry:export")).status_code == 403
    assert not PeopleExport.objects.exists()


def test_people_of_another_community_are_not_in_the_list(desk, village):
    village.family(told("远方", 1950), place=village.far_building, actor=village.stranger)
    assert "远方" not in body(export(desk, village))


def test_our_own_list_comes_back_as_known(desk, village, tmp_path):
    from xinqiao.registry.exchange.services.import_people import import_people

    village.family(told("王建国", 1950), told("李秀英", 1952, order=2, relation="spouse"))
    path = tmp_path / "own.csv"
    path.write_text(body(export(desk, village)), encoding="utf-8")
    result = import_people(actor=village.community, path=path, area=village.town.west, at=AT)
    assert (result.known, result.added, result.refused) == (2, 0, 0)


def test_a_list_costs_the_same_statements_for_many(desk, village, django_assert_max_num_queries):
    for n in range(12):
        village.family(told(f"人{n}", 1940 + n), number=str(301 + n))
    with django_assert_max_num_queries(40):
        body(export(desk, village))
