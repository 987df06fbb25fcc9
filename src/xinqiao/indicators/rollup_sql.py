"""The statement that adds facts up to roll-ups and waits, generated from the catalogue of measures.

Each fact becomes a handful of numbers: ids for its places and category, a day for each moment, and
what it adds to each measure. Each moment is then added up on its day at the finest level of each
cuboid, and the sums go up to the levels above, where little is left to add.

Two measures of a moment share a number, a lane: one adds 1, the other 2^26. Sums of whole floats
are exact up to 2^53, so a lane holds two sums between -2^25 and 2^25, and half the work is saved
where the rows are many.
"""

# Statements are made of declarations in the code; every value is a parameter.
# ruff: noqa: S608

from __future__ import annotations

from functools import cache
from typing import Final

from xinqiao.indicators.measures import CODES, Measure, Moment, measures_of
from xinqiao.indicators.models import DEEPEST, HIGHEST_LEVEL, Cuboid, RollUp, Wait
from xinqiao.indicators.scope import LEVEL_OF_LENGTH
from xinqiao.indicators.waiting import GROWTH

# China has had one zone and no summer time since 1991; a name would be looked up for each row.
ZONE: Final = "INTERVAL '8 hours'"
KEYS: Final = ("flow", "cuboid", "level", "day", "area_path", "category_code", "organisation_id")
WAIT_KEYS: Final = (*KEYS, "bucket")
# Waits are kept where many items meet; below that the facts answer quickly and exactly.
WAIT_DEEPEST: Final = {Cuboid.AREA: 4, Cuboid.TOP_CATEGORY: 3, Cuboid.UNIT: 3}
_HIGH: Final = 1 << 26
_A, _T, _C, _U = (cuboid.value for cuboid in Cuboid)


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


def count_of(measure: Measure) -> str:
    """SQL that counts a measure over facts that have its moment."""
    total = "sum(score)" if measure.points else "count(*)"
    return f"coalesce({total} FILTER (WHERE {condition_of(measure)}), 0)"


def day_of(moment: str) -> str:
    """SQL for the local day of a moment."""
    return f"({moment} AT TIME ZONE {ZONE})::date"


@cache
def write_sums(source: str, flow: str, *, signed: bool = False, suffix: str = "") -> str:
    """CTEs that write what the facts of `source` (a table or CTE) come to; ends with a SELECT.

    signed: each fact carries `sign`, +1 or -1, and sums are added to those that are there; the
    SELECT gives the keys of rows that have come to nothing. Otherwise into empty tables; the SELECT
    gives how many rows of roll-ups and of waits. suffix: of the names of the tables.
    """
    return ", ".join(
        (
            _places(source),
            _numbers(source, signed=signed),
            _tallied(),
            _waited(signed=signed),
            _written(flow, signed=signed, suffix=suffix),
        )
    )


def _places(source: str) -> str:
    """`places` (area_path and the ids of its homes), `above` (the levels over each home).

    The home of a cuboid is the place itself or its ancestor at the deepest level kept. A row of
    `above` is direct when no other home adds to the same place, so that nothing must be summed.
    """
    lengths = " ".join(f"WHEN {length} THEN {lv}" for length, lv in LEVEL_OF_LENGTH.items())
    deepest = " ".join(f"WHEN {cuboid.value} THEN {level}" for cuboid, level in DEEPEST.items())

    def home(level: int) -> str:
        ranked = f"array_agg(h.id ORDER BY s.level DESC) FILTER (WHERE s.level <= {level})"
        return f"coalesce(({ranked})[1], 0)"

    return f"""
codes AS MATERIALIZED (
    SELECT area_path, string_to_array(rtrim(area_path, '.'), '.') AS codes
    FROM (SELECT DISTINCT area_path FROM {source}) AS areas
), steps AS MATERIALIZED (
    SELECT area_path, (array_to_string(codes[1:depth], '.') || '.') COLLATE "C" AS path,
           CASE length(codes[depth]) {lengths} END AS level
    FROM codes, generate_subscripts(codes, 1) AS depth
), homes AS MATERIALIZED (
    SELECT path, level, row_number() OVER ()::int AS id
    FROM (SELECT DISTINCT path, level FROM steps) AS paths
), places AS MATERIALIZED (
    SELECT s.area_path, {home(6)} AS own, {home(5)} AS a5, {home(4)} AS a4, {home(3)} AS a3
    FROM steps s JOIN homes h USING (path)
    GROUP BY s.area_path
), above AS MATERIALIZED (
    SELECT DISTINCT cuboid, home, place.id AS place,
           s.path = h.path AND min(home) OVER same = max(home) OVER same AS is_direct
    FROM places p
    CROSS JOIN LATERAL (VALUES ({_A}, own), ({_T}, a5), ({_C}, a4), ({_U}, a4)) AS v(cuboid, home)
    JOIN homes h ON h.id = home
    JOIN steps s USING (area_path)
    JOIN homes place ON place.path = s.path
    WHERE s.level >= {HIGHEST_LEVEL} AND s.level <= h.level
      AND s.level <= CASE cuboid {deepest} END
    WINDOW same AS (PARTITION BY cuboid, s.path)
), categories AS MATERIALIZED (
    SELECT category_code, top, row_number() OVER ()::int AS leaf_id,
           dense_rank() OVER (ORDER BY top)::int AS top_id
    FROM (SELECT DISTINCT category_code COLLATE "C" AS category_code,
                 left(category_code, strpos(category_code, '.')) COLLATE "C" AS top
          FROM {source}) AS codes
)"""


def _lanes(moment: Moment) -> list[tuple[Measure, ...]]:
    """The measures of a moment in pairs, the last one perhaps alone."""
    measures = measures_of(moment)
    return [measures[first : first + 2] for first in range(0, len(measures), 2)]


def _lane_names(moment: Moment) -> list[str]:
    return [f"{moment.name.lower()}_{place}" for place in range(len(_lanes(moment)))]


_LANES: Final = tuple(name for moment in Moment for name in _lane_names(moment))


def _numbers(source: str, *, signed: bool) -> str:
    """`numbers`: each fact as numbers. `days`: one row for each moment that counts anything."""

    def added(measure: Measure, weight: int) -> str:
        what = f"score * {weight}" if measure.points else str(weight)
        condition = condition_of(measure)
        return what if condition == "true" else f"CASE WHEN {condition} THEN {what} ELSE 0 END"

    def lane(pair: tuple[Measure, ...], name: str) -> str:
        total = " + ".join(
            added(measure, weight) for measure, weight in zip(pair, (1, _HIGH), strict=False)
        )
        return f"(({total}){' * sign' if signed else ''})::float8 AS {name}"

    def day(moment: Moment) -> str:
        counts = condition_of(Measure("", moment, measures_of(moment)[0].words))
        counts = "true" if moment is Moment.OPENED else counts
        return f"CASE WHEN {counts} THEN {day_of(moment.value)} END AS {moment.value}"

    def row(moment: Moment) -> str:
        own = _lane_names(moment)
        told = ", ".join(name if name in own else f"0::float8 AS {name}" for name in _LANES)
        return (
            f"SELECT own, a5, a4, top_id, leaf_id, unit, {moment.value} AS day, {told}"
            f" FROM numbers WHERE {moment.value} IS NOT NULL"
        )

    columns = [day(moment) for moment in Moment]
    for moment in Moment:
        columns += [lane(*one) for one in zip(_lanes(moment), _lane_names(moment), strict=True)]
    days = "\n    UNION ALL ".join(row(moment) for moment in Moment)
    return f"""
numbers AS MATERIALIZED (
    SELECT own, a5, a4, a3, top_id, leaf_id, organisation_id AS unit{", sign" if signed else ""},
           {", ".join(columns)},
           {_bucket()} AS bucket
    FROM {source} JOIN places USING (area_path) JOIN categories USING (category_code)
    ORDER BY opened_at
), days AS (
    {days}
)"""


def _bucket() -> str:
    """SQL for `waiting.bucket_of`; NULL for what is not handled or does not count."""
    minutes = "(extract(epoch FROM done_at - opened_at)::float8 / 60)"
    return f"""CASE WHEN done_at IS NOT NULL AND NOT is_withdrawn THEN
        CASE WHEN {minutes} <= 1 THEN 0 ELSE ceil(ln({minutes}) / ln({GROWTH}::float8)) END
    END::smallint"""


def _tallied() -> str:
    """`tallied`: sums at the finest level of each cuboid. `rolled`: at every level."""
    lanes = ", ".join(f"sum({name}) AS {name}" for name in _LANES)
    sums = ", ".join(f"sum({code})::int AS {code}" for code in CODES)
    return f"""
lanes AS (
    SELECT CASE WHEN grouping(own) = 0 THEN {_A} WHEN grouping(top_id) = 0 THEN {_T}
                WHEN grouping(leaf_id) = 0 THEN {_C} ELSE {_U} END AS cuboid,
           coalesce(own, a5, a4) AS home,
           CASE WHEN grouping(own) = 0 THEN 0 ELSE coalesce(top_id, leaf_id, unit) END AS other,
           day, {lanes}
    FROM days
    GROUP BY GROUPING SETS ((own, day), (a5, top_id, day), (a4, leaf_id, day), (a4, unit, day))
    HAVING NOT (grouping(unit) = 0 AND unit = 0)
), tallied AS MATERIALIZED (
    SELECT cuboid, home, other, day, {_unpacked()} FROM lanes
), rolled AS (
    SELECT cuboid, place, day, other, {", ".join(CODES)}
    FROM tallied JOIN above USING (cuboid, home) WHERE is_direct
    UNION ALL
    SELECT cuboid, place, day, other, {sums}
    FROM tallied JOIN above USING (cuboid, home) WHERE NOT is_direct
    GROUP BY cuboid, place, day, other
)"""


def _unpacked() -> str:
    """SQL for each measure out of its lane: the high one is the lane rounded to its weight."""
    columns = []
    for moment in Moment:
        for pair, name in zip(_lanes(moment), _lane_names(moment), strict=True):
            high = f"round({name} / {_HIGH})"
            columns.append(f"({name} - {high} * {_HIGH})::int AS {pair[0].code}")
            columns += [f"{high}::int AS {measure.code}" for measure in pair[1:]]
    return ", ".join(columns)


def _waited(*, signed: bool) -> str:
    """`waited`: how many items waited how long, at every level that is kept."""
    count = "sum(sign)" if signed else "count(*)"
    deepest = " ".join(f"WHEN {cuboid.value} THEN {lv}" for cuboid, lv in WAIT_DEEPEST.items())
    return f"""
binned AS MATERIALIZED (
    SELECT CASE WHEN grouping(a4) = 0 THEN {_A} WHEN grouping(top_id) = 0 THEN {_T}
                ELSE {_U} END AS cuboid,
           coalesce(a4, a3) AS home, done_at AS day, bucket,
           CASE WHEN grouping(a4) = 0 THEN 0 ELSE coalesce(top_id, unit) END AS other,
           ({count})::int AS items
    FROM numbers WHERE bucket IS NOT NULL
    GROUP BY done_at, bucket, GROUPING SETS ((a4), (a3, top_id), (a3, unit))
    HAVING NOT (grouping(unit) = 0 AND unit = 0)
), over AS MATERIALIZED (
    SELECT DISTINCT v.cuboid, v.home, place.id AS place
    FROM places p
    CROSS JOIN LATERAL (VALUES ({_A}, a4), ({_T}, a3), ({_U}, a3)) AS v(cuboid, home)
    JOIN homes h ON h.id = v.home
    JOIN steps s USING (area_path)
    JOIN homes place ON place.path = s.path
    WHERE s.level >= {HIGHEST_LEVEL} AND s.level <= h.level
      AND s.level <= CASE v.cuboid {deepest} END
), waited AS (
    SELECT cuboid, place, day, other, bucket, sum(items)::int AS items
    FROM binned JOIN over USING (cuboid, home)
    GROUP BY cuboid, place, day, other, bucket
)"""


def _written(flow: str, *, signed: bool, suffix: str) -> str:
    """Insert both, with words again in place of ids."""
    rolls, waits = (f"{model._meta.db_table}{suffix}" for model in (RollUp, Wait))
    plain, keys, wait_keys = ", ".join(CODES), ", ".join(KEYS), ", ".join(WAIT_KEYS)
    added = ", ".join(f"{code} = {rolls}.{code} + excluded.{code}" for code in CODES)
    empty = " AND ".join(f"{code} = 0" for code in CODES)
    words = f"""'{flow}', cuboid, h.level, day, h.path,
           CASE cuboid WHEN {_T} THEN t.top WHEN {_C} THEN c.category_code ELSE '' END,
           CASE cuboid WHEN {_U} THEN other ELSE 0 END"""
    joins = f"""
    JOIN homes h ON h.id = place
    LEFT JOIN (SELECT DISTINCT top_id, top FROM categories) t ON cuboid = {_T} AND t.top_id = other
    LEFT JOIN categories c ON cuboid = {_C} AND c.leaf_id = other"""
    upsert = f"ON CONFLICT ({keys}) DO UPDATE SET {added}" if signed else ""
    upsert_wait = (
        f"ON CONFLICT ({wait_keys}) DO UPDATE SET items = {waits}.items + excluded.items"
        if signed
        else ""
    )
    some = f"WHERE NOT ({empty})" if signed else ""
    some_wait = "WHERE items <> 0" if signed else ""
    last = (
        f"SELECT {wait_keys} FROM roll WHERE is_empty"
        f" UNION ALL SELECT {wait_keys} FROM wait WHERE is_empty"
        if signed
        else "SELECT (SELECT count(*) FROM roll), (SELECT count(*) FROM wait)"
    )
    given = f"{keys}, NULL::smallint AS bucket, {empty} AS is_empty" if signed else "1"
    given_wait = f"{wait_keys}, items = 0 AS is_empty" if signed else "1"
    return f"""
roll AS (
    INSERT INTO {rolls} ({keys}, {plain})
    SELECT {words}, {plain} FROM rolled {joins} {some}
    {upsert} RETURNING {given}
), wait AS (
    INSERT INTO {waits} ({wait_keys}, items)
    SELECT {words}, bucket, items FROM waited {joins} {some_wait}
    {upsert_wait} RETURNING {given_wait}
)
{last}"""
