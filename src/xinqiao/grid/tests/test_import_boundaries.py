"""Boundary files are older than the register; each feature still finds its area, or is named."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.grid.coordinates import Crs, wgs84_to_bd09
from xinqiao.grid.errors import BadFile
from xinqiao.grid.importers.areas import import_areas
from xinqiao.grid.importers.boundaries import import_boundaries
from xinqiao.grid.models import Area, AreaBoundary, AreaName
from xinqiao.grid.selectors.areas import boundary_of
from xinqiao.grid.services.areas import add_area
from xinqiao.grid.tests.support import AT, WEST, build_town, holding, shared_data, square

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def town():
    return build_town()


@pytest.fixture
def write(tmp_path):
    def _write(*features, name="511000.json", mark=True):
        path = tmp_path / name
        text = json.dumps({"type": "FeatureCollection", "features": list(features)})
        path.write_bytes((b"\xef\xbb\xbf" if mark else b"") + text.encode())
        return path

    return _write


def feature(code, name, geometry=None):
    drawn = square(105, 29, 0.5) if geometry is None else geometry
    return {"type": "Feature", "properties": {"id": code, "name": name}, "geometry": drawn}


def run(path, at=AT, actor=SYSTEM, crs=Crs.WGS84):
    return import_boundaries(path, actor=actor, at=at, crs=crs)


def test_a_feature_finds_its_area_by_code_and_a_rename_is_reported(town, write):
    report = run(write(feature("511083", "隆昌县")))
    assert report.changed == 1
    assert [(r.code, r.old, r.new) for r in report.renamed] == [("511083", "隆昌县", "隆昌市")]
    assert boundary_of(town.county).source == "511000.json"
    assert AreaName.objects.get(area=town.county).name == "隆昌县"


def test_a_promoted_county_is_found_by_name_in_its_city(town, write):
    add_area(actor=SYSTEM, code="511011", name="东兴区", at=AT)
    path = write(feature("511028", "隆昌县"), feature("511011", "东兴区"))
    report = run(path)
    assert [(r.old_code, r.old, r.code, r.new) for r in report.renamed] == [
        ("511028", "隆昌县", "511083", "隆昌市")
    ]
    assert report.unmatched == []
    # The old code is known from now on, whatever the name.
    again = run(write(feature("511028", ""), name="another.json"))
    assert again.unmatched == []
    assert again.unchanged == 1


def test_a_name_in_another_city_is_no_match_but_is_told(town, write):
    add_area(actor=SYSTEM, code="5120", name="资阳市", at=AT)
    report = run(write(feature("512028", "隆昌县")))
    assert report.changed == 0
    (unmatched,) = report.unmatched
    assert "隆昌市 511083" in unmatched.reason


def test_a_name_that_fits_two_areas_fits_none(town, write):
    for code, name in (("511002", "东兴区"), ("511011", "东兴县")):
        add_area(actor=SYSTEM, code=code, name=name, at=AT)
    assert len(run(write(feature("511099", "东兴市"))).unmatched) == 1


def test_an_area_with_a_feature_of_its_own_is_not_given_to_another(town, write):
    report = run(write(feature("511028", "隆昌县"), feature("511083", "隆昌市")))
    assert [u.code for u in report.unmatched] == ["511028"]


def test_malformed_features_are_refused_by_number_and_the_others_go_in(town, write):
    path = write(
        feature("511083", "隆昌市"),
        feature("511083001", "古湖街道", {"type": "Point", "coordinates": [1, 2]}),
        feature("", "无码"),
        feature("51x", "错码"),
        17,
        {"properties": {"id": ["511083"]}, "geometry": None},
        feature("511083", "重复"),
        feature(511083001001, "观湖社区", square(105, 29, 0.02)),
    )
    report = run(path)
    assert report.changed == 2
    assert [refused.line for refused in report.refused] == [2, 3, 4, 5, 6, 7]
    assert all(refused.reason and "%(" not in refused.reason for refused in report.refused)
    assert boundary_of(town.street) is None


def test_doing_it_again_changes_nothing_and_a_new_drawing_keeps_the_old(town, write):
    path = write(feature("511083", "隆昌市"), mark=False)
    run(path)
    assert run(path, at=AT + DAY).unchanged == 1
    run(write(feature("511083", "隆昌市", square(105, 29, 0.6))), at=AT + 2 * DAY)
    assert AreaBoundary.objects.filter(area=town.county).count() == 2
    assert boundary_of(town.county, AT + DAY).valid_until == AT + 2 * DAY


def test_grids_of_a_known_community_are_added(town, write):
    path = write(
        feature(WEST + "003", "观湖第三网格", square(105.0, 29.01)),
        feature("511083009001003", "无社区网格", square(105.0, 29.01)),
    )
    report = run(path)
    assert report.added == 1
    assert [u.code for u in report.unmatched] == ["511083009001003"]
    assert Area.objects.get(code=WEST + "003").parent == town.west


def test_a_file_from_a_chinese_map_lands_where_it_is(town, write):
    corners = [(105, 29), (105.5, 29), (105.5, 29.5), (105, 29.5), (105, 29)]
    shifted = {"type": "Polygon", "coordinates": [[wgs84_to_bd09(*c) for c in corners]]}
    run(write(feature("511083", "隆昌市", shifted)), crs=Crs.BD09)
    drawn = boundary_of(town.county).geometry["coordinates"][0][0]
    assert min(lon for lon, _ in drawn) == pytest.approx(105, abs=1e-6)


def test_a_file_that_is_no_geojson_changes_nothing(town, tmp_path):
    path = tmp_path / "x.json"
    path.write_text('{"type": "FeatureCollection", "features": [')
    with pytest.raises(BadFile):
        run(path)
    assert boundary_of(town.county) is None


def test_an_administrator_draws_only_at_home(town, write):
    admin = holding("系统", Role.SYSTEM_ADMIN, town.west)
    report = run(
        write(feature("511083", "隆昌市"), feature(WEST, "观湖社区"), feature(WEST + "009", "九")),
        actor=admin,
    )
    assert (report.changed, report.added) == (1, 1)
    assert [refused.code for refused in report.refused] == ["511083"]


def test_all_real_boundary_files_import():
    import_areas(shared_data("divisions.csv.gz"), actor=SYSTEM, at=AT)
    files = sorted(shared_data("boundaries").glob("*.json"))
    assert len(files) == 21
    reports = [run(path) for path in files]
    renamed = {(r.old_code, r.old, r.code, r.new) for report in reports for r in report.renamed}
    assert ("511028", "隆昌县", "511083", "隆昌市") in renamed
    assert ("510811", "元坝区", "510811", "昭化区") in renamed
    assert ("120125", "蓟县", "120119", "蓟州区") in renamed
    assert ("610427", "彬县", "610482", "彬州市") in renamed
    assert {u.code for report in reports for u in report.unmatched} == {
        "330103",  # 下城区 went into 拱墅区
        "330104",  # 江干区 went into 上城区
        "512081",  # 简阳市 belongs to 成都市 now
    }
    assert not [refused for report in reports for refused in report.refused]
    assert sum(report.changed for report in reports) == AreaBoundary.objects.count()
    assert all(run(path).changed == 0 for path in files)
