"""What a kept record takes over from the absorbed one, and gives back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from xinqiao.registry.models import Membership, Person, Relation

# Plain fields that the kept record takes over where its own are empty.
EMPTY: Final[dict[str, str | None]] = {
    "sex": "",
    "born_on": None,
    "employer": "",
    "note": "",
    "user_id": None,
}
PLAIN: Final = tuple(EMPTY)
SEALED: Final = ("citizen_number", "phone")
MERGED: Final = "merged"  # why a membership ended
_WRITTEN: Final = (
    "sex",
    "born_on",
    "employer",
    "note",
    "user",
    "area",
    "area_path",
    "merged_into",
    "stored_only_at",
    "citizen_number_sealed",
    "citizen_number_index",
    "phone_sealed",
    "phone_index",
    "updated_at",
    "version",
)


def settle_homes(kept: Person, absorbed: Person, at: datetime) -> dict[str, Any]:
    """Two current homes become the kept one's; its place as head of the same household passes."""
    current = Membership.objects.select_for_update().filter(ended_at__isnull=True)
    mine, other = current.filter(person=kept).first(), current.filter(person=absorbed).first()
    if other is None:
        return {}
    if mine is None:
        before, after = _area_of(kept), _area_of(absorbed)
        kept.area_id, kept.area_path = absorbed.area_id, absorbed.area_path
        return {} if before == after else {"area": [before, after]}
    other.ended_at, other.end_reason = at, MERGED
    other.save(update_fields=["ended_at", "end_reason"])
    settled: dict[str, Any] = {"home_ended": other.pk}
    if other.household_id == mine.household_id and other.relation == Relation.HEAD:
        settled["head"] = [mine.pk, mine.relation]
        mine.relation = Relation.HEAD
        mine.save(update_fields=["relation"])
    return settled


def take_over(kept: Person, absorbed: Person, at: datetime) -> dict[str, Any]:
    """Fill the gaps of `kept`; what was filled, without any sealed value."""
    filled: dict[str, Any] = {}
    for name in PLAIN:
        if not getattr(kept, name) and getattr(absorbed, name):
            setattr(kept, name, getattr(absorbed, name))
            filled[name] = _plain(getattr(absorbed, name))
    for name in SEALED:
        if getattr(kept, f"{name}_index") is None and getattr(absorbed, f"{name}_index"):
            for part in (f"{name}_index", f"{name}_sealed"):
                setattr(kept, part, getattr(absorbed, part))
            filled[name] = True
    if "user_id" in filled:
        absorbed.user_id = None
    # The absorbed one first: a number and an account belong to one living record.
    absorbed.merged_into_id = kept.pk
    _write(absorbed, at)
    _write(kept, at)
    return filled


def give_back(kept: Person, absorbed: Person, filled: dict[str, Any], at: datetime) -> None:
    """Empty again what the merger filled, unless somebody has written something else since."""
    account = kept.user_id if filled.get("user_id") == kept.user_id else None
    for name in PLAIN:
        if name in filled and _plain(getattr(kept, name)) == filled[name]:
            setattr(kept, name, EMPTY[name])
    for name in SEALED:
        if name in filled and _same_index(kept, absorbed, name):
            for part in (f"{name}_index", f"{name}_sealed"):
                setattr(kept, part, None)
    if "area" in filled and _area_of(kept) == filled["area"][1]:
        kept.area_id, kept.area_path = filled["area"][0]
    _write(kept, at)
    absorbed.merged_into_id = absorbed.stored_only_at = None
    absorbed.user_id = account or absorbed.user_id
    _write(absorbed, at)
    _reopen_home(filled)


def _reopen_home(filled: dict[str, Any]) -> None:
    """The absorbed person lives again where the merger ended it, while that household lasts."""
    if "head" in filled:
        mine, relation = filled["head"]
        Membership.objects.filter(pk=mine, relation=Relation.HEAD).update(relation=relation)
    home = (
        Membership.objects.filter(pk=filled.get("home_ended", 0), end_reason=MERGED)
        .select_related("household")
        .first()
    )
    if home is None or home.household.ended_at is not None:
        return
    heads = Membership.objects.filter(
        household_id=home.household_id, ended_at__isnull=True, relation=Relation.HEAD
    )
    if home.relation == Relation.HEAD and heads.exists():
        home.relation = Relation.OTHER
    home.ended_at, home.end_reason = None, ""
    home.save(update_fields=["ended_at", "end_reason", "relation"])


def _same_index(kept: Person, absorbed: Person, name: str) -> bool:
    mine, other = getattr(kept, f"{name}_index"), getattr(absorbed, f"{name}_index")
    return mine is not None and other is not None and bytes(mine) == bytes(other)


def _area_of(person: Person) -> list[Any]:
    return [person.area_id, person.area_path]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _write(person: Person, at: datetime) -> None:
    person.updated_at = at
    person.version += 1
    person.save(update_fields=list(_WRITTEN))
