"""The hash chain over the log: what a seal is made of, and whether all seals still hold.

A seal covers every event after the seal before it, up to `last_event_id`. Its hash is SHA-256
over the hash before it and each event as one line of canonical JSON, so an event that was
changed, removed or slipped in later breaks its own seal and, by the chain, every later one.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from xinqiao.events.models import Event, Seal

FIRST: Final = hashlib.sha256(b"xinqiao events 1").digest()
FIELDS: Final = (
    "id",
    "kind",
    "at",
    "recorded_at",
    "actor_user_id",
    "actor_post_id",
    "actor_label",
    "on_behalf",
    "subject_kind",
    "subject_id",
    "area_path",
    "data",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found. `broken` names the first seal that does not hold, or None.

    `head` is the newest hash in hex: noted down elsewhere, it later proves that the end of the
    chain was not cut off.
    """

    seals: int
    events: int
    unsealed: int
    head: str
    broken: str | None

    @property
    def holds(self) -> bool:
        return self.broken is None


def events_between(after: int, last: int) -> Iterator[Event]:
    """Yield the events with after < id <= last, in order, without holding them all."""
    rows = Event.objects.filter(id__gt=after, id__lte=last).order_by("id")
    return rows.iterator(chunk_size=2000)


def chain(previous: bytes, events: Iterable[Event]) -> tuple[bytes, int]:
    """Return the hash over `previous` and the events, and how many events there were."""
    digest, count = hashlib.sha256(previous), 0
    for event in events:
        digest.update(canonical(event))
        count += 1
    return digest.digest(), count


def canonical(event: Event) -> bytes:
    """Return one event as a line of JSON that is the same on every machine (UTF-8, keys sorted)."""
    told = {name: _plain(getattr(event, name)) for name in FIELDS}
    line = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return line.encode("utf-8") + b"\n"


def verify(
    *, expected_head: str = "", on_progress: Callable[[int], object] = lambda events: None
) -> Verdict:
    """Recompute the whole chain; stops at the first seal that does not hold.

    expected_head: a hash noted earlier, which must still be part of the chain.
    on_progress: told the number of events read after each seal.
    """
    previous, last, seals, events = FIRST, 0, 0, 0
    found = not expected_head
    broken: str | None = None
    for seal in Seal.objects.order_by("last_event_id").iterator():
        computed, count = chain(previous, events_between(last, seal.last_event_id))
        same = bytes(seal.hash) == computed and bytes(seal.previous_hash) == previous
        if not same or count != seal.count:
            broken = f"events {seal.first_event_id} to {seal.last_event_id}"
            break
        previous, last = computed, seal.last_event_id
        seals, events = seals + 1, events + count
        found = found or computed.hex() == expected_head.lower()
        on_progress(events)
    if broken is None and not found:
        broken = "the expected head is not part of the chain: its end was cut off or rewritten"
    unsealed = Event.objects.filter(id__gt=last).count()
    return Verdict(seals, events, unsealed, previous.hex(), broken)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value
