"""The intake statement: a request with its item, owner, clocks, event and outbox in one round trip.

It writes the rows that `report_plain` writes; a test holds the two equal. The first part yields no
row when the rules have changed since the process read them, so a stale picture places nothing.
"""

import re
from typing import Final

INTAKE: Final = """
WITH fresh AS (
    SELECT nextval('cases_number_seq') AS number
    FROM grid_snapshotversion WHERE id = 1 AND version = %(snapshot_version)s::bigint
), item AS (
    INSERT INTO workflow_item (
        flow, flow_version, number, state, is_open, title, words, category_code, area_id,
        area_path, owner_post_id, owner_organisation_id, requester_id, level, lon, lat, cell,
        opened_at, due_at, yellow_at, beyond_calendar, is_late, changed_at
    )
    SELECT %(flow)s::text, %(flow_version)s::smallint, xq_number(number), %(state)s::text, true,
           %(title)s::text, %(words)s::text, %(category_code)s::text, %(area_id)s::bigint,
           %(area_path)s::text, %(owner_post_id)s::bigint, %(owner_organisation_id)s::bigint,
           %(requester_id)s::bigint, %(level)s::smallint, %(lon)s::float8, %(lat)s::float8,
           %(cell)s::bigint, %(at)s::timestamptz, %(due_at)s::timestamptz,
           %(yellow_at)s::timestamptz, %(beyond_calendar)s::boolean, false, %(at)s::timestamptz
    FROM fresh
    RETURNING id, number
), request AS (
    INSERT INTO cases_case (
        item_id, kind, category_id, text, address, located_by, plate_id, place_id, source,
        source_system, source_number, token, idempotency_key, reporter_name_sealed,
        reporter_phone_sealed, reporter_phone_index, on_behalf, recorded_by_id, recorded_post_id,
        api_client_id, may_publish
    )
    SELECT id, %(kind)s::text, %(category_id)s::bigint, %(text)s::text, %(address)s::text,
           %(located_by)s::text, %(plate_id)s::bigint, %(place_id)s::bigint, %(source)s::text,
           %(source_system)s::text, %(source_number)s::text, %(token)s::text,
           %(idempotency_key)s::text, %(reporter_name_sealed)s::bytea,
           %(reporter_phone_sealed)s::bytea, %(reporter_phone_index)s::bytea,
           %(on_behalf)s::boolean, %(recorded_by_id)s::bigint, %(recorded_post_id)s::bigint,
           %(api_client_id)s::bigint, %(may_publish)s::boolean
    FROM item
), lead AS (
    INSERT INTO workflow_assignment (item_id, part, post_id, organisation_id, since, why)
    SELECT id, 'lead', %(owner_post_id)s::bigint, %(owner_organisation_id)s::bigint,
           %(at)s::timestamptz, %(why)s::jsonb
    FROM item
), clocks AS (
    INSERT INTO workflow_deadline (
        item_id, clock, amount, unit, yellow_percent, starts_at, due_at, yellow_at,
        beyond_calendar, next_at
    )
    SELECT item.id, clock.*
    FROM item, jsonb_to_recordset(%(clocks)s::jsonb) AS clock(
        clock text, amount numeric, unit text, yellow_percent smallint, starts_at timestamptz,
        due_at timestamptz, yellow_at timestamptz, beyond_calendar boolean, next_at timestamptz
    )
), event AS (
    INSERT INTO events_event (
        kind, at, actor_user_id, actor_post_id, actor_label, on_behalf, subject_kind, subject_id,
        area_path, data
    )
    SELECT %(event_kind)s::text, %(at)s::timestamptz, %(actor_user_id)s::bigint,
           %(actor_post_id)s::bigint, %(actor_label)s::text, %(on_behalf)s::boolean,
           %(subject_kind)s::text, id, %(area_path)s::text,
           %(event_data)s::jsonb
    FROM item
    RETURNING id
), outbox AS (
    INSERT INTO events_outboxentry (event_id, subscriber, next_attempt_at)
    SELECT event.id, subscriber, %(at)s::timestamptz
    FROM event, unnest(%(subscribers)s::text[]) AS subscriber
)
SELECT id, number FROM item
"""

_PLACE: Final = re.compile(r"%\((\w+)\)s")

# The library parses a text of this length at each call, so it gets the server's own `$1` form.
NAMES: Final = tuple(dict.fromkeys(_PLACE.findall(INTAKE)))
POSITIONAL: Final = _PLACE.sub(lambda found: f"${NAMES.index(found[1]) + 1}", INTAKE)
