"""Door plates are issued for a community and printed as a PDF."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.grid.models import Plate
from xinqiao.grid.plate_sheet import PlateLabel, plates_pdf, qr_svg
from xinqiao.grid.services.plates import issue_plate
from xinqiao.grid.tests.support import (
    AT,
    WEST,
    add_estate,
)

pytestmark = pytest.mark.django_db


def test_the_plates_of_a_community_are_issued_and_printed(town, sign_in):
    add_estate(town)
    client = sign_in(Role.SYSTEM_ADMIN)
    sheet = reverse("grid:plate-sheet", args=[WEST])
    assert client.get(sheet).status_code == 302
    client.post(reverse("grid:issue-plates", args=[WEST]))
    assert Plate.objects.count() == 1
    answer = client.get(sheet)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert f"{sheet}?part=1" in client.get(reverse("grid:plates")).content.decode()
    for part in ("0", "2", "x", "9" * 30, "²"):
        assert client.get(f"{sheet}?part={part}").status_code in (200, 302)
    assert client.get(reverse("grid:plate-sheet", args=[town.street.code])).status_code == 404


def test_a_sheet_takes_long_names_and_many_plates():
    label = PlateLabel(
        code="ABCD2345",
        name='很长的小区名字"#[引号]' * 4,
        area="观湖社区第1网格",
        address="https://example.org/d/ABCD2345",
        detail="2单元",
    )
    with translation.override("zh-hans"):
        pdf = plates_pdf([label] * 30, title="观湖社区", phone="12345")
    assert b"/Count 4/" in pdf
    assert qr_svg(label.address).startswith("<svg")


def test_a_plate_keeps_its_code_readable_for_the_telephone(town):
    _estate, building = add_estate(town)
    codes = {issue_plate(actor=SYSTEM, place_id=building, at=AT).code for _ in range(20)}
    assert len(codes) == 20
    assert not set("".join(codes)) & set("01ILOU")
