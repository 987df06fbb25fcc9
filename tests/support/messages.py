"""Finds every sentence of the house: `python -m tests.support.messages [room]` prints what is
not yet said in Chinese, ready to be pasted into the room's catalogue."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from xinqiao.kit.messages import HOUSE

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One msgid (with its context and plural) and where it stands."""

    context: str | None
    msgid: str
    plural: str
    room: str
    place: str


def sentences() -> Iterator[Sentence]:
    """Yield all msgids of Python and templates, tests left out."""
    for path in sorted(HOUSE.rglob("*")):
        room = path.relative_to(HOUSE).parts[0]
        if path.suffix not in (".py", ".html", ".txt") or "tests" in path.parts:
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        yield from _of(path, room)


def translated() -> dict[tuple[str | None, str], polib.POEntry]:
    """Return all Chinese entries by context and msgid; Django merges the rooms' catalogues."""
    found: dict[tuple[str | None, str], polib.POEntry] = {}
    for source in sorted(HOUSE.glob("*/locale/zh_Hans/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(source)):
            if not entry.obsolete and entry.translated():
                found.setdefault((entry.msgctxt, entry.msgid), entry)
    return found


def untranslated() -> list[Sentence]:
    """Return the sentences that would be shown in English."""
    known = translated()
    return [sentence for sentence in sentences() if (sentence.context, sentence.msgid) not in known]


def _of(path: Path, room: str) -> Iterator[Sentence]:
    text = path.read_text(encoding="utf-8")
    source = text
    if path.suffix != ".py":
        # What is left of the markup looks like wrongly indented Python.
        lines = templatize(text, origin=str(path)).splitlines()
        source = "\n".join(line.lstrip() for line in lines)
    found = extract("python", BytesIO(source.encode()), keywords=KEYWORDS)
    for line, message, _comments, context in found:
        msgid, plural = message[:2] if isinstance(message, tuple) else (message, "")
        if msgid:
            yield Sentence(context, msgid, plural or "", room, f"{path.relative_to(HOUSE)}:{line}")


def main() -> None:
    """Print what is missing as catalogue entries."""
    wanted = set(sys.argv[1:])
    seen: set[tuple[str | None, str]] = set()
    for sentence in untranslated():
        key = (sentence.context, sentence.msgid)
        if key in seen or (wanted and sentence.room not in wanted):
            continue
        seen.add(key)
        entry = polib.POEntry(
            msgid=sentence.msgid, msgctxt=sentence.context, comment=sentence.place
        )
        if sentence.plural:
            entry.msgid_plural, entry.msgstr_plural = sentence.plural, {0: ""}
        sys.stdout.write(f"{entry}\n")


if __name__ == "__main__":
    main()
