"""Find issues in recent requests, and let new requests join the issues there are.

A round looks at one area: it compares the requests of the window with each other and with older
members of live issues. What staff have led, added, taken out, merged or split stays as they said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction

from xinqiao.issues.clustering import Cluster, Reason, find_clusters, reasons
from xinqiao.issues.models import Look, Member
from xinqiao.issues.selectors.rules import rule_at
from xinqiao.issues.selectors.window import (
    Block,
    aparts,
    blocks,
    example_messages,
    memberships,
    recent_messages,
    unseen,
)
from xinqiao.issues.services.counting import recount_stale
from xinqiao.issues.services.settle import Plan, settle
from xinqiao.issues.similarity import Features, features_of

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Discovered:
    """What rounds have done: requests compared, issues made, requests that joined an issue."""

    blocks: int = 0
    items: int = 0
    created: int = 0
    joined: int = 0
    issues: set[int] = field(default_factory=set)


def discover(
    *,
    at: datetime,
    area_path: str = "",
    window_days: int | None = None,
    everything: bool = False,
    progress: Progress | None = None,
) -> Discovered:
    """Look at each area in which something has changed since the last look.

    at: aware UTC. window_days: instead of the rule's. everything: also where nothing has changed.
    progress: called with (areas done, of how many). Records `issues.proposed`, `issues.joined`.
    """
    row = rule_at(at)
    since = at - timedelta(days=window_days or row.window_days)
    found = blocks(since=since, area_path=area_path)
    waiting = found if everything else unseen(found)
    done = Discovered()
    for number, block in enumerate(waiting, start=1):
        _round(block, since=since, at=at, least=row.least_members, done=done)
        if progress:
            progress(number, len(waiting))
    recount_stale(at=at)
    return done


def _round(block: Block, *, since: datetime, at: datetime, least: int, done: Discovered) -> None:
    recent = recent_messages(path=block.path, since=since)
    older, _issues = example_messages(path=block.path, since=since)
    told = {message.id: message for message in (*older, *recent)}
    done.blocks += 1
    done.items += len(recent)
    plan = Plan(path=block.path, compared=(), clusters=(), why={}, nearest={})
    if len(told) > 1:
        features = features_of(list(told.values()))
        plan = _plan(block.path, features, list(told), least)
    with transaction.atomic():
        _one_at_a_time(block.path)
        made, joined, touched = settle(plan=plan, least=least, at=at)
        Look.objects.update_or_create(
            area_path=block.path, defaults={"last_item": block.newest, "looked_at": at}
        )
    done.created += made
    done.joined += joined
    done.issues |= touched


def _plan(path: str, features: Features, ids: Sequence[int], least: int) -> Plan:
    members = memberships(ids)
    led: defaultdict[int, list[int]] = defaultdict(list)
    inside: defaultdict[int, list[int]] = defaultdict(list)
    for member in members:
        inside[member.issue_id].append(member.item_id)
        if member.issue.is_led:
            led[member.issue_id].append(member.item_id)
    apart = {(item, other) for item, issue in aparts(ids) for other in inside[issue]}
    clusters = find_clusters(features, together=list(led.values()), apart=apart)
    wanted = [c for c in clusters if len(c.members) >= least or _known(c, members)]
    why: dict[int, Reason] = {}
    for cluster in wanted:
        why |= reasons(features, cluster.members)
    return Plan(path=path, compared=ids, clusters=wanted, why=why, nearest=_nearest(why))


def _known(cluster: Cluster, members: Sequence[Member]) -> bool:
    """Whether somebody in it belongs to an issue already, so that the others may join it."""
    held = {member.item_id for member in members}
    return any(item in held for item in cluster.members)


def _nearest(why: Mapping[int, Reason]) -> dict[int, int]:
    return {item: reason.nearest for item, reason in why.items()}


def _one_at_a_time(path: str) -> None:
    """Two rounds over one area would make every issue twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"issues:{path}"])
