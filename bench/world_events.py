"""The events that belong to the made-up requests of `bench.world`, written by the database.

Each request is reported and accepted; what is done is answered, called back and closed. Some are
sent back and dispatched to a unit, reopened, moved, extended or late. In the order of time within
each batch, as a log has them.
"""

from __future__ import annotations

from django.db import connection

from bench.measure import say

_REPORTED = """
SELECT i.opened_at AS at, 0 AS step, 'cases.reported' AS kind, i.*, jsonb_build_object(
    'to', 'assigned', 'post', i.owner_post_id, 'organisation', NULL, 'category', i.category_code,
    'kind', 'report', 'source', 'web', 'located_by', 'point', 'photos', 1,
    'due', jsonb_build_object('accept', i.opened_at + interval '2 hours',
                              'reply', i.opened_at + interval '1 day', 'handle', i.due_at)) AS data
FROM items i
"""
_ACCEPTED = """
SELECT i.opened_at + (i.dice %% 170) * interval '1 minute', 1, 'cases.accepted', i.*,
       jsonb_build_object('action', 'accept', 'from', 'assigned', 'to', 'handling', 'met',
           jsonb_build_array(jsonb_build_object('clock', 'accept', 'late', i.dice %% 170 > 120)))
FROM items i
"""
_TO_UNIT = """
SELECT i.opened_at + interval '3 hours', 2, 'cases.dispatched', i.*,
       jsonb_build_object('action', 'dispatch', 'from', 'handling', 'to', 'assigned',
           'post', NULL, 'organisation', i.unit_id, 'from_post', i.owner_post_id,
           'from_organisation', NULL, 'level', 3, 'started', jsonb_build_array('accept'),
           'due', jsonb_build_object('accept', i.opened_at + interval '5 hours'))
FROM items i WHERE i.dice %% 100 < 20
UNION ALL
SELECT i.opened_at + interval '4 hours', 3, 'cases.accepted', i.*,
       jsonb_build_object('action', 'accept', 'from', 'assigned', 'to', 'handling', 'met',
           jsonb_build_array(jsonb_build_object('clock', 'accept', 'late', false)))
FROM items i WHERE i.dice %% 100 < 20
"""
_RETURNED = """
SELECT i.opened_at + interval '170 minutes', 2, 'cases.returned', i.*,
       jsonb_build_object('action', 'send_back', 'from', 'handling', 'to', 'assigned',
           'post', i.owner_post_id, 'organisation', NULL, 'from_post', i.owner_post_id, 'level', 5,
           'started', jsonb_build_array('accept'),
           'due', jsonb_build_object('accept', i.opened_at + interval '5 hours'))
FROM items i WHERE i.dice %% 100 < 1
UNION ALL
SELECT i.opened_at + interval '1 hour', 2, 'cases.moved', i.*,
       jsonb_build_object('action', 'move', 'from', 'assigned', 'to', 'assigned',
           'from_area', i.area_path, 'to_area', i.area_path)
FROM items i WHERE i.dice %% 100 = 50
UNION ALL
SELECT i.due_at, 4, 'workflow.escalated', i.*,
       jsonb_build_object('deadline', i.id, 'clock', 'handle', 'rung', 1, 'effect', 'supervise',
           'last', false, 'level', 5, 'post', i.owner_post_id)
FROM items i WHERE i.dice %% 100 = 60
UNION ALL
SELECT i.opened_at + interval '1 day', 4, 'cases.extended', i.*,
       jsonb_build_object('action', 'extend', 'from', 'handling', 'to', 'handling',
           'clock', 'handle', 'amount', '2', 'unit', 'working_days',
           'due', jsonb_build_object('handle', i.due_at + interval '2 days'))
FROM items i WHERE i.dice %% 100 IN (70, 71)
"""
_ANSWERED = """
SELECT i.done_at + interval '5 hours', 5, 'cases.answered', i.*,
       jsonb_build_object('action', 'close', 'from', 'handling', 'to', 'answered',
           'outcome', 'solved', 'proofs', 1, 'started', jsonb_build_array('verify'),
           'met', jsonb_build_array(jsonb_build_object('clock', 'handle', 'late', i.is_late)),
           'due', jsonb_build_object('verify', i.done_at + interval '7 days'))
FROM items i WHERE i.done_at IS NOT NULL
"""
_AGAIN = """
SELECT i.done_at + interval '6 hours', 6, 'cases.reopened', i.*,
       jsonb_build_object('action', 'reopen', 'from', 'answered', 'to', 'assigned', 'score', 2,
           'by_call_back', true, 'started', jsonb_build_array('accept', 'handle'),
           'due', jsonb_build_object('accept', i.done_at + interval '8 hours',
                                     'handle', i.done_at + interval '5 days'))
FROM items i WHERE i.done_at IS NOT NULL AND i.dice %% 100 IN (80, 81, 82)
UNION ALL
SELECT i.done_at + interval '7 hours', 7, 'cases.accepted', i.*,
       jsonb_build_object('action', 'accept', 'from', 'assigned', 'to', 'handling', 'met',
           jsonb_build_array(jsonb_build_object('clock', 'accept', 'late', false)))
FROM items i WHERE i.done_at IS NOT NULL AND i.dice %% 100 IN (80, 81, 82)
UNION ALL
SELECT i.done_at + interval '20 hours', 8, 'cases.answered', i.*,
       jsonb_build_object('action', 'close', 'from', 'handling', 'to', 'answered',
           'outcome', 'solved', 'proofs', 1, 'started', jsonb_build_array('verify'),
           'met', jsonb_build_array(jsonb_build_object('clock', 'handle', 'late', false)),
           'due', jsonb_build_object('verify', i.done_at + interval '8 days'))
FROM items i WHERE i.done_at IS NOT NULL AND i.dice %% 100 IN (80, 81, 82)
"""
_CLOSED = """
SELECT i.closed_at, 9, CASE WHEN i.dice %% 3 = 0 THEN 'cases.closed' ELSE 'cases.called_back' END,
       i.*, CASE WHEN i.dice %% 3 = 0
            THEN jsonb_build_object('action', 'close_unconfirmed', 'from', 'answered',
                                    'to', 'closed')
            ELSE jsonb_build_object('action', 'call_back', 'from', 'answered', 'to', 'closed',
                                    'score', i.dice %% 11 %% 5 + 1) END
FROM items i WHERE i.closed_at IS NOT NULL
"""
_STEPS = (_REPORTED, _ACCEPTED, _TO_UNIT, _RETURNED, _ANSWERED, _AGAIN, _CLOSED)

_INSERT = f"""
WITH units AS (
    SELECT array_agg(id ORDER BY id) AS ids FROM grid_organisation
), items AS MATERIALIZED (
    SELECT i.id, i.opened_at, i.due_at, i.done_at, i.closed_at, i.is_late, i.area_path,
           i.category_code, i.owner_post_id, hashint8(i.id + 11) & 1073741823 AS dice,
           units.ids[(hashint8(i.id + 3) & 1073741823) %% cardinality(units.ids) + 1] AS unit_id
    FROM workflow_item i, units WHERE i.id >= %(first)s AND i.id < %(until)s
)
INSERT INTO events_event (kind, at, recorded_at, actor_post_id, actor_user_id, actor_label,
                          subject_kind, subject_id, area_path, data)
SELECT kind, at, at, owner_post_id, owner_post_id, '员工 · 网格员', 'item', id, area_path, data
FROM ({" UNION ALL ".join(_STEPS)}) AS told
ORDER BY at, id, step
"""  # noqa: S608 (nothing but the texts above)


def add_events(*, batch: int = 50_000) -> int:
    """Write the events of all requests that have none yet; return how many the log holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(subject_id), 0) FROM events_event")
        first = cursor.fetchone()[0] + 1
        cursor.execute("SELECT coalesce(max(id), 0) FROM workflow_item")
        last = cursor.fetchone()[0]
        for start in range(first, last + 1, batch):
            cursor.execute(_INSERT, {"first": start, "until": min(last + 1, start + batch)})
            say(f"{min(last, start + batch - 1):>9,} of {last:,} requests have their events")
        if first <= last:
            cursor.execute("VACUUM ANALYZE events_event")
        cursor.execute("SELECT count(*) FROM events_event WHERE subject_kind = 'item'")
        return int(cursor.fetchone()[0])
