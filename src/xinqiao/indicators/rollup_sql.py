"""The statements that add facts up to roll-ups and waits, generated from the catalogue of measures.

Each moment of a fact falls on one local day, so each moment is grouped by itself, at the finest
level of each cuboid; the sums go up to the levels above afterwards, where there is little left.
"""

# Statements are made of declarations in the code; every value is a parameter.
# ruff: noqa: S608

from __future__ import annotations

from functools import cache
from typing import Final

from xinqiao.indicators.measures import CODES, Measure, Moment, measures_of
from xinqiao.indicators.models import DEEPEST, HIGHEST_LEVEL, Cuboid
from xinqiao.indicators.scope import LEVEL_OF_LENGTH
from xinqiao.indicators.waiting import GROWTH

ZONE: Final = "Asia/Shanghai"
KEYS: Final = ("flow", "cuboid", "level", "day", "area_path", "category_code", "organisation_id")
WAIT_KEYS: Final = (*KEYS, "bucket")
_TOP: Final = "left(f.category_code, strpos(f.category_code, '.'))"
_BASE: Final = ("cuboid", "home", "category_code", "organisation_id", "day")
# Waits are kept where many items meet; below that the facts answer quickly and exactly.
WAIT_DEEPEST: Final = {Cuboid.AREA: 4, Cuboid.TOP_CATEGORY: 3, Cuboid.UNIT: 3}


def condition_of(measure: Measure) -> str:
    """SQL for what a measure counts among the facts that have its moment."""
    rules = []
    if measure.code not in ("received", "withdrawn"):
        rules.append("NOT is_withdrawn")
    if measure.moment is Moment.DUE:
        rules.append("NOT is_paused")
    if measure.condition:
        rules.append(measure.condition)
    return " AND ".join(rules) or "true"


def count_of(measure: Measure, *, signed: bool = False, also: str = "") -> str:
    """SQL that counts a measure over facts; signed: facts carry `sign`, +1 or -1."""
    if measure.points:
        total = "sum(score * sign)" if signed else "sum(score)"
    else:
        total = "sum(sign)" if signed else "count(*)"
    condition = " AND ".join(part for part in (condition_of(measure), also) if part)
    counted = total if condition == "true" else f"{total} FILTER (WHERE {condition})"
    return counted if total == "count(*)" else f"coalesce({counted}, 0)"


def day_of(moment: str) -> str:
    """SQL for the local day of a moment."""
    return f"({moment} AT TIME ZONE '{ZONE}')::date"


@cache
def places_sql(source: str) -> str:
    """CTEs `places` (area_path, home5, home4, home3) and `above` (home, level, path) over facts.

    home5: the area's own path or its ancestor at level 5, and so on. above: the ancestors of each
    home from the county down, itself included.
    """
    lengths = " ".join(f"WHEN {length} THEN {lv}" for length, lv in LEVEL_OF_LENGTH.items())
    return f"""
codes AS MATERIALIZED (
    SELECT area_path, string_to_array(rtrim(area_path, '.'), '.') AS codes
    FROM (SELECT DISTINCT area_path FROM {source}) AS areas
), steps AS MATERIALIZED (
    SELECT area_path, array_to_string(codes[1:depth], '.') || '.' AS path,
           CASE length(codes[depth]) {lengths} END AS level
    FROM codes, generate_subscripts(codes, 1) AS depth
), places AS MATERIALIZED (
    SELECT area_path,
           coalesce(max(path COLLATE "C") FILTER (WHERE level <= 5), '') AS home5,
           coalesce(max(path COLLATE "C") FILTER (WHERE level <= 4), '') AS home4,
           coalesce(max(path COLLATE "C") FILTER (WHERE level <= 3), '') AS home3
    FROM steps GROUP BY area_path
), above AS MATERIALIZED (
    SELECT DISTINCT home COLLATE "C" AS home, s.level, s.path COLLATE "C" AS path
    FROM steps s JOIN places p USING (area_path),
         LATERAL (VALUES (p.area_path), (p.home5), (p.home4), (p.home3)) AS homes(home)
    WHERE s.level >= {HIGHEST_LEVEL} AND starts_with(home, s.path)
)"""


@cache
def rollup_sql(source: str, *, signed: bool = False) -> str:
    """CTEs and a last one `rolled` with all columns of `indicators_rollup`; needs `places_sql`."""
    moments = "\n    UNION ALL".join(_moment_sql(moment, source, signed) for moment in Moment)
    sums = ", ".join(f"sum({code}) AS {code}" for code in CODES)
    deepest = " ".join(f"WHEN {cuboid.value} THEN {lv}" for cuboid, lv in DEEPEST.items())
    some = " OR ".join(f"sum({code}) <> 0" for code in CODES) if signed else "true"
    return f"""
parts AS ({moments}
), base AS MATERIALIZED (
    SELECT flow, {", ".join(_BASE)}, {sums}
    FROM parts GROUP BY flow, {", ".join(_BASE)}
), rolled AS (
    SELECT flow, cuboid::smallint AS cuboid, above.level::smallint AS level, day,
           above.path AS area_path, category_code, organisation_id,
           {", ".join(f"sum({code})::int AS {code}" for code in CODES)}
    FROM base JOIN above USING (home)
    WHERE above.level <= CASE cuboid {deepest} END
    GROUP BY flow, cuboid, above.level, day, above.path, category_code, organisation_id
    HAVING {some}
)"""


@cache
def waits_sql(source: str, *, signed: bool = False) -> str:
    """CTEs and a last one `waited` with all columns of `indicators_wait`; needs `places_sql`."""
    count = "sum(sign)" if signed else "count(*)"
    deepest = " ".join(f"WHEN {cuboid.value} THEN {lv}" for cuboid, lv in WAIT_DEEPEST.items())
    minutes = "(extract(epoch FROM f.done_at - f.opened_at)::float8 / 60)"
    return f"""
binned AS (
    SELECT f.flow, {day_of("f.done_at")} AS day, p.home4, p.home3, f.organisation_id,
           {_TOP} AS top, {"f.sign," if signed else ""}
           CASE WHEN {minutes} <= 1 THEN 0
                ELSE ceil(ln({minutes}) / ln({GROWTH}::float8)) END::smallint AS bucket
    FROM {source} f JOIN places p USING (area_path)
    WHERE f.done_at IS NOT NULL AND NOT f.is_withdrawn
), bins AS MATERIALIZED (
    SELECT flow, day, bucket,
           CASE WHEN grouping(home4) = 0 THEN {Cuboid.AREA.value}
                WHEN grouping(top) = 0 THEN {Cuboid.TOP_CATEGORY.value}
                ELSE {Cuboid.UNIT.value} END AS cuboid,
           CASE WHEN grouping(home4) = 0 THEN home4 ELSE home3 END AS home,
           CASE WHEN grouping(top) = 0 THEN top ELSE '' END AS category_code,
           CASE WHEN grouping(organisation_id) = 0 THEN organisation_id ELSE 0 END
               AS organisation_id,
           {count} AS items
    FROM binned
    GROUP BY flow, day, bucket, GROUPING SETS
        ((home4), (home3, top), (home3, organisation_id))
    HAVING NOT (grouping(organisation_id) = 0 AND organisation_id = 0)
), waited AS (
    SELECT flow, cuboid::smallint AS cuboid, above.level::smallint AS level, day,
           above.path AS area_path, category_code, organisation_id, bucket,
           sum(items)::int AS items
    FROM bins JOIN above USING (home)
    WHERE above.level <= CASE cuboid {deepest} END
    GROUP BY flow, cuboid, above.level, day, above.path, category_code, organisation_id, bucket
    HAVING sum(items) <> 0
)"""


def _moment_sql(moment: Moment, source: str, signed: bool) -> str:
    own = {measure.code: count_of(measure, signed=signed) for measure in measures_of(moment)}
    counts = ", ".join(f"{own.get(code, '0::bigint')} AS {code}" for code in CODES)
    counted = "" if moment is Moment.OPENED else " AND NOT f.is_withdrawn"
    return f"""
    SELECT flow,
           CASE WHEN grouping(area_path) = 0 THEN {Cuboid.AREA.value}
                WHEN grouping(home5) = 0 THEN {Cuboid.TOP_CATEGORY.value}
                WHEN grouping(category_code) = 0 THEN {Cuboid.CATEGORY.value}
                ELSE {Cuboid.UNIT.value} END AS cuboid,
           CASE WHEN grouping(area_path) = 0 THEN area_path
                WHEN grouping(home5) = 0 THEN home5 ELSE home4 END AS home,
           CASE WHEN grouping(top) = 0 THEN top
                WHEN grouping(category_code) = 0 THEN category_code ELSE '' END AS category_code,
           CASE WHEN grouping(organisation_id) = 0 THEN organisation_id ELSE 0 END
               AS organisation_id,
           day, {counts}
    FROM (
        SELECT f.*, p.home5, p.home4, {_TOP} AS top, {day_of(f"f.{moment.value}")} AS day
        FROM {source} f JOIN places p USING (area_path)
        WHERE f.{moment.value} IS NOT NULL{counted}
    ) AS dated
    GROUP BY flow, day, GROUPING SETS
        ((area_path), (home5, top), (home4, category_code), (home4, organisation_id))
    HAVING NOT (grouping(organisation_id) = 0 AND organisation_id = 0)"""
