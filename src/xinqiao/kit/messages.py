"""Compile the translations: `python -m xinqiao.kit.messages` turns every .po into its .mo."""

import sys
from pathlib import Path

import polib

HOUSE = Path(__file__).resolve().parent.parent


def catalogues(house: Path = HOUSE) -> list[Path]:
    """Return all translation sources of the house, in a stable order."""
    return sorted(house.glob("*/locale/*/LC_MESSAGES/*.po"))


def compile_all(house: Path = HOUSE) -> int:
    """Write the .mo beside each .po that is newer than it; return how many were written."""
    written = 0
    for source in catalogues(house):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        draft = target.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        # Renamed in one step: a server that starts meanwhile never reads half a catalogue.
        draft.replace(target)
        written += 1
    return written


if __name__ == "__main__":
    sys.stderr.write(f"{compile_all()} translations compiled\n")
