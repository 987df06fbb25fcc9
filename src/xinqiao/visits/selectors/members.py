"""Who stands on a plan now and on whose list, as SQL that rounds put before their statements."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final

from xinqiao.accounts.access import Role
from xinqiao.visits.models import OwnerRule, Plan, Target

# People who moved away, died, were merged or may only be stored are on no list (PIPL 47).
_PEOPLE: Final = """
who AS (
    SELECT p.id AS person_id, NULL::bigint AS household_id, p.area_id, p.area_path, d.unit,
           GREATEST(p.created_at, {since}) AS since
    FROM registry_person p
    LEFT JOIN registry_membership m ON m.person_id = p.id AND m.ended_at IS NULL
    LEFT JOIN registry_household h ON h.id = m.household_id
    LEFT JOIN registry_dwelling d ON d.id = h.dwelling_id
    {tagged}
    WHERE p.area_path >= %(path)s AND p.area_path < %(path_end)s
      AND p.merged_into_id IS NULL AND p.left_on IS NULL AND p.died_on IS NULL
      AND p.stored_only_at IS NULL AND COALESCE(m.lives_here, TRUE)
      AND (%(place)s::bigint IS NULL OR d.place_id = %(place)s)
      AND (%(only)s::bigint[] IS NULL OR p.id = ANY(%(only)s::bigint[]))
)"""
_PERSON_TAGS: Final = """
    JOIN (SELECT person_id, min(since) AS since FROM registry_persontag
          WHERE tag_id = ANY(%(tags)s::bigint[]) AND until IS NULL GROUP BY person_id) t
      ON t.person_id = p.id"""

_HOUSEHOLDS: Final = """
who AS (
    SELECT NULL::bigint AS person_id, h.id AS household_id, h.area_id, h.area_path, d.unit,
           GREATEST(h.started_at, {since}) AS since
    FROM registry_household h
    JOIN registry_dwelling d ON d.id = h.dwelling_id
    {tagged}
    WHERE h.area_path >= %(path)s AND h.area_path < %(path_end)s AND h.ended_at IS NULL
      AND (%(place)s::bigint IS NULL OR d.place_id = %(place)s)
      AND (%(only)s::bigint[] IS NULL OR h.id = ANY(%(only)s::bigint[]))
)"""
_HOUSEHOLD_TAGS: Final = """
    JOIN (SELECT m.household_id, min(t.since) AS since
          FROM registry_persontag t
          JOIN registry_membership m ON m.person_id = t.person_id AND m.ended_at IS NULL
          WHERE t.tag_id = ANY(%(tags)s::bigint[]) AND t.until IS NULL
          GROUP BY m.household_id) t
      ON t.household_id = h.id"""

# Stairwell leaders share the units of their grid in turn: unit 1 goes to the first of them. The
# desk of the community is the last resort, so nobody stands on no list.
_OWNED: Final = """
seats AS (
    SELECT post.id, post.area_id, post.role,
           row_number() OVER (PARTITION BY post.area_id, post.role ORDER BY post.id) - 1 AS seat,
           count(*) OVER (PARTITION BY post.area_id, post.role) AS of
    FROM grid_post post
    WHERE post.area_id IN (SELECT area_id FROM who)
      AND post.closed_at IS NULL AND post.force = '' AND post.role = ANY(%(roles)s)
),
corners AS (
    SELECT DISTINCT area_id,
           COALESCE(NULLIF(substring(unit FROM '\\d{1,4}'), '')::int, 1) AS unit_number
    FROM who
),
owners AS (
    SELECT c.area_id, c.unit_number, COALESCE(named.id, seat.id, desk.id) AS post_id
    FROM corners c
    JOIN grid_area area ON area.id = c.area_id
    LEFT JOIN grid_post named ON named.id = %(named)s AND named.closed_at IS NULL
    LEFT JOIN LATERAL (
        SELECT s.id FROM seats s
        WHERE s.area_id = c.area_id
          AND (s.role <> %(stairwell)s OR s.seat = mod(GREATEST(c.unit_number - 1, 0), s.of))
        ORDER BY array_position(%(roles)s::text[], s.role::text), s.seat LIMIT 1
    ) seat ON TRUE
    LEFT JOIN LATERAL (
        SELECT post.id FROM grid_post post JOIN grid_area over_it ON over_it.id = post.area_id
        WHERE post.is_desk AND post.closed_at IS NULL
          AND post.area_id IN (area.id, area.parent_id)
        ORDER BY over_it.level DESC LIMIT 1
    ) desk ON TRUE
),
members AS (
    SELECT w.person_id, w.household_id, w.area_id, w.area_path, w.since, o.post_id
    FROM who w
    LEFT JOIN owners o ON o.area_id = w.area_id
     AND o.unit_number = COALESCE(NULLIF(substring(w.unit FROM '\\d{1,4}'), '')::int, 1)
)"""

_ROLES: Final[Mapping[str, tuple[Role, ...]]] = {
    OwnerRule.WORKER: (Role.GRID_WORKER, Role.GRID_LEADER),
    OwnerRule.LEADER: (Role.GRID_LEADER, Role.GRID_WORKER),
    OwnerRule.STAIRWELL: (Role.STAIRWELL_LEADER, Role.GRID_WORKER, Role.GRID_LEADER),
    OwnerRule.POST: (),
}


def members_sql(
    plan: Plan, tag_ids: list[int], only: Sequence[int] | None = None
) -> tuple[str, dict[str, Any]]:
    """(common table expressions that end with `members`, their parameters) of a plan.

    only: ids of people or households, where the others do not matter.

    members: person_id or household_id, area_id, area_path, since (when they came under the
    plan), post_id (NULL where not even a desk was found).
    """
    people = plan.target == Target.PERSON
    whole = _PEOPLE if people else _HOUSEHOLDS
    tagged = (_PERSON_TAGS if people else _HOUSEHOLD_TAGS) if tag_ids else ""
    who = whole.format(tagged=tagged, since="t.since" if tag_ids else "NULL")
    params = {
        "path": plan.area_path,
        "path_end": after(plan.area_path),
        "place": plan.place_id,
        "tags": tag_ids,
        "roles": [str(role) for role in _ROLES[plan.owner_rule]],
        "stairwell": str(Role.STAIRWELL_LEADER),
        "named": plan.owner_post_id,
        "only": None if only is None else list(only),
    }
    return f"{who},{_OWNED}", params


def after(path: str) -> str:
    """The end of the range of paths below `path`: the letter behind the last dot."""
    return path[:-1] + chr(ord(path[-1]) + 1) if path else chr(sys.maxunicode)
