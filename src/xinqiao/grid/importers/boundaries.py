"""`xinqiao import boundaries FILE --crs …`: GeoJSON polygons onto areas, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon

from xinqiao.accounts.access import Actor, Role
from xinqiao.events.services.append import append
from xinqiao.grid.codes import check_code, level_of, parent_code, path_of
from xinqiao.grid.coordinates import Crs
from xinqiao.grid.errors import BadCode
from xinqiao.grid.geometry import Feature, parse_boundary, read_features
from xinqiao.grid.importers.matching import KnownArea, MatchedBy, Matcher, known_areas, stem_of
from xinqiao.grid.importers.reports import (
    ImportReport,
    Progress,
    Refused,
    Renamed,
    no_progress,
)
from xinqiao.grid.models import Area, AreaName, Level
from xinqiao.grid.services.areas import add_area, lock_area
from xinqiao.grid.services.boundaries import put_boundary
from xinqiao.grid.services.duties import may
from xinqiao.grid.services.edges import follow_edges
from xinqiao.grid.services.versions import bump_snapshot
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import local_day

CODE_KEYS = ("code", "id", "adcode", "代码", "区划代码")
NAME_KEYS = ("name", "名称")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A good feature of the file."""

    line: int
    code: str
    name: str
    shape: MultiPolygon


@transaction.atomic
def import_boundaries(
    path: Path,
    *,
    actor: Actor,
    at: datetime,
    crs: Crs = Crs.WGS84,
    progress: Progress = no_progress,
) -> ImportReport:
    """Draw the boundaries of a GeoJSON file. Records `grid.boundaries_imported`.

    Features are matched by code, by former code, then by name inside the same city; a grid of a
    known community is added. Renames, unmatched and malformed features are reported by number.
    Raises BadFile when it is no GeoJSON at all. Doing it again changes nothing.
    """
    features = read_features(path.read_bytes())
    report = ImportReport(rows=len(features))
    drawn = _read(features, crs, report)
    matcher = _matcher(drawn)
    source = path.name[:100]
    for done, feature in enumerate(drawn, start=1):
        _import_one(feature, matcher, report, source=source, actor=actor, at=at)
        progress(done, len(drawn))
    report.refused.sort(key=lambda refused: refused.line)
    for community_id in sorted(report.redrawn):
        follow_edges(community_id=community_id, reason=source, actor=actor, at=at, strict=False)
    if report.added or report.changed:
        _record(report, source=source, actor=actor, at=at)
    return report


def _read(features: list[Feature], crs: Crs, report: ImportReport) -> list[Drawn]:
    """The good features; the first of two features of one code counts."""
    good: dict[str, Drawn] = {}
    for feature in features:
        drawn = _checked(feature, crs, report)
        if drawn is None:
            continue
        first = good.setdefault(drawn.code, drawn)
        if first is not drawn:
            reason = _("Feature %(first)s has the same code; that one was used.")
            report.refused.append(
                Refused(drawn.line, drawn.code, drawn.name, reason % {"first": first.line})
            )
    return list(good.values())


def _checked(feature: Feature, crs: Crs, report: ImportReport) -> Drawn | None:
    code = _property(feature.properties, CODE_KEYS)
    name = _property(feature.properties, NAME_KEYS)
    try:
        if not code:
            raise BadCode(_("The feature has no code: it needs a property “id” or “code”."))
        checked = _code_of(code)
        shape = parse_boundary(feature.geometry, crs)
        return Drawn(feature.position, checked, clean_text(name, limit=100), shape)
    except DomainError as error:
        report.refused.append(Refused(feature.position, code[:20], name[:40], error.sentence()))
        return None


def _property(properties: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    """The first of `keys` that is there; numbers too, but nothing nested."""
    lowered = {str(key).lower(): value for key, value in properties.items()}
    for key in keys:
        value = lowered.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool):
            return str(value).strip()
    return ""


def _code_of(code: str) -> str:
    """A code cut at its level; boundary files also write 12 digits with zeros."""
    if len(code) in (6, 12) and code.isdigit():
        for level in (Level.PROVINCE, Level.CITY, Level.COUNTY, Level.STREET):
            try:
                return check_code(code, level=level)
            except BadCode:
                continue
    return check_code(code)


def _matcher(drawn: list[Drawn]) -> Matcher:
    """The areas that the file may mean: its own codes and everything beside them."""
    codes = {d.code for d in drawn}
    above = {parent_code(code) for code in codes}
    former_ids = list(AreaName.objects.filter(code__in=codes).values_list("area_id", flat=True))
    rows = list(
        (Area.objects.filter(parent__code__in=above) | Area.objects.filter(code__in=codes)
         | Area.objects.filter(pk__in=former_ids))
        .filter(valid_until__isnull=True)
        .distinct()
        .values_list("pk", "code", "name")
    )  # fmt: skip
    former: dict[int, list[tuple[str, str]]] = {}
    names = AreaName.objects.filter(area_id__in=[row[0] for row in rows]).order_by("pk")
    for area_id, code, name in names.values_list("area_id", "code", "name"):
        former.setdefault(area_id, []).append((code, name))
    return Matcher(known_areas(rows, former), codes_in_file=codes)


def _import_one(
    feature: Drawn,
    matcher: Matcher,
    report: ImportReport,
    *,
    source: str,
    actor: Actor,
    at: datetime,
) -> None:
    match = matcher.match(feature.code, feature.name)
    if match is None:
        if _is_new_grid(feature) and may(actor, Role.SYSTEM_ADMIN, area_path=path_of(feature.code)):
            grid = add_area(actor=actor, code=feature.code, name=feature.name, at=at)
            put_boundary(grid, feature.shape, source=source, at=at)
            report.added += 1
        else:
            report.unmatched.append(_unmatched(feature))
        return
    area = lock_area(match.area.id)
    if not may(actor, Role.SYSTEM_ADMIN, area_path=area.path):
        reason = _("This area lies outside the area you administer.")
        report.refused.append(Refused(feature.line, feature.code, feature.name, reason))
        return
    if match.by is not MatchedBy.CODE or feature.name not in ("", area.name):
        _keep_name(feature, match.area, source=source, at=at)
        report.renamed.append(
            Renamed(feature.line, area.code, feature.name, area.name, feature.code)
        )
    _boundary, is_new = put_boundary(area, feature.shape, source=source, at=at)
    if is_new and area.level == Level.GRID and area.parent_id is not None:
        report.redrawn.add(area.parent_id)
    report.changed += is_new
    report.unchanged += not is_new


def _is_new_grid(feature: Drawn) -> bool:
    return (
        level_of(feature.code) >= Level.GRID
        and bool(feature.name)
        and Area.objects.filter(code=parent_code(feature.code)).exists()
    )


def _keep_name(feature: Drawn, area: KnownArea, *, source: str, at: datetime) -> None:
    """Older papers with the file's code or name find the area from now on."""
    AreaName.objects.get_or_create(
        area_id=area.id,
        code=feature.code,
        name=feature.name or area.name,
        defaults={"valid_until": local_day(at), "source": source},
    )


def _unmatched(feature: Drawn) -> Refused:
    """Say where else the name occurs, so that somebody can decide."""
    stem = stem_of(feature.name)
    level = level_of(feature.code)
    near = Area.objects.filter(level=level, valid_until__isnull=True, name__startswith=stem)
    found = [f"{a.name} {a.code}" for a in near.order_by("code")[:3]] if len(stem) > 1 else []
    reason = _("No area has this code, and none of this name lies in the same city.")
    if found:
        reason += " " + _("Elsewhere: %(areas)s.") % {"areas": "、".join(found)}
    return Refused(feature.line, feature.code, feature.name, reason)


def _record(report: ImportReport, *, source: str, actor: Actor, at: datetime) -> None:
    append(
        kind="grid.boundaries_imported",
        actor=actor,
        at=at,
        subject_kind="grid_import",
        subject_id=bump_snapshot(),
        data={
            "source": source,
            "added": report.added,
            "changed": report.changed,
            "renamed": [[r.old_code, r.old, r.code, r.new] for r in report.renamed[:500]],
            "unmatched": [[u.code, u.name] for u in report.unmatched[:500]],
        },
    )
