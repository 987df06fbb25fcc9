"""Search words of mixed Chinese and Latin text, the same in Python and in PostgreSQL.

Two characters are the usual word in Chinese, so an index over pairs answers what a trigram index
cannot. `鑫桥12栋 水管` gives `鑫桥`, `12`, `桥12`, `12栋`, `水管`.
"""

import unicodedata
from typing import Final

_HAN: Final = ((0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
_HAN_PLANES: Final = (0x20000, 0x3FFFF)
# Digits and small letters, Latin with accents, Greek to Mongolian: Uyghur and Tibetan names occur.
_WORD: Final = ((0x30, 0x39), (0x61, 0x7A), (0xC0, 0x24F), (0x370, 0x1FFF))
_UPPER: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOWERED: Final = str.maketrans(_UPPER, _UPPER.lower())

MAX_WORD: Final = 64


def _sql_ranges(ranges: tuple[tuple[int, int], ...]) -> str:
    return " OR ".join(f"code BETWEEN {first} AND {last}" for first, last in ranges)


# lower() depends on the collation and would not be immutable in truth; translate() is. A loop in
# plpgsql is five times as quick here as regexp_matches with window functions.
BIGRAMS_SQL: Final = f"""
CREATE OR REPLACE FUNCTION xq_bigrams(value text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    letter text;
    code integer;
    kind integer;
    before text := '';
    kind_before integer := 0;
    paired boolean := false;
    word text := '';
    pairs text[] := '{{}}';
BEGIN
    FOREACH letter IN ARRAY string_to_array(
        translate(normalize(coalesce(value, ''), NFKC), '{_UPPER}', '{_UPPER.lower()}') || ' ', NULL
    ) LOOP
        code := ascii(letter);
        kind := CASE WHEN {_sql_ranges(_WORD)} THEN 1
                     WHEN {_sql_ranges((*_HAN, _HAN_PLANES))} THEN 2 ELSE 0 END;
        IF kind = 1 THEN
            word := word || letter;
            CONTINUE;
        END IF;
        IF word <> '' THEN
            word := left(word, {MAX_WORD});
            pairs := pairs || word;
            IF kind_before > 0 THEN
                pairs := pairs || (before || word);
            END IF;
            before := word;
            kind_before := 1;
            paired := true;
            word := '';
        END IF;
        IF kind = 2 AND kind_before > 0 THEN
            pairs := pairs || (before || letter);
            paired := true;
        ELSIF kind = 2 THEN
            paired := false;
        ELSIF kind_before = 2 AND NOT paired THEN
            pairs := pairs || before;
        END IF;
        before := letter;
        kind_before := kind;
    END LOOP;
    RETURN pairs;
END
$$;
"""
DROP_BIGRAMS_SQL: Final = "DROP FUNCTION xq_bigrams(text);"


def bigrams(text: str) -> list[str]:
    """Return the search words of `text` in reading order, repeated where they repeat.

    Neighbouring Han characters and words pair up; a Latin or digit word is also kept alone, and
    so is a Han character with no neighbour. Held equal to `xq_bigrams` by a test.
    """
    return [word for word, _lone in _words(text)]


def search_text(text: str) -> str:
    """Return `text` as its words are compared: compatible forms made one, Latin letters small.

    Each of `search_words(query)` is a piece of the result when the text matches the query.
    """
    return unicodedata.normalize("NFKC", text).translate(_LOWERED)


def search_words(text: str) -> list[str]:
    """Return the words that a text must contain to match the query `text`.

    A lone Han character is left out: inside longer words the index does not hold it. An empty
    list therefore means "too short to search by index".
    """
    return list(dict.fromkeys(word for word, lone in _words(text) if not lone))


def _words(text: str) -> list[tuple[str, bool]]:
    """Pairs, words and lone Han characters; the flag marks the last kind."""
    found: list[tuple[str, bool]] = []
    for run in _runs(search_text(text)):
        if len(run) == 1 and _kind(run[0][0]) == 2:
            found.append((run[0], True))
        for place, token in enumerate(run):
            if _kind(token[0]) == 1:
                found.append((token, False))
            if place:
                found.append((run[place - 1] + token, False))
    return found


def _runs(plain: str) -> list[list[str]]:
    """Tokens (a Han character or a whole word) that stand side by side, run by run."""
    runs: list[list[str]] = [[]]
    word = ""
    for letter in [*plain, " "]:
        kind = _kind(letter)
        if kind == 1:
            word += letter
            continue
        if word:
            runs[-1].append(word[:MAX_WORD])
            word = ""
        if kind == 2:
            runs[-1].append(letter)
        elif runs[-1]:
            runs.append([])
    return runs[:-1]


def _kind(letter: str) -> int:
    """2 for a Han character, 1 for a letter of a word, 0 for what separates them."""
    code = ord(letter)
    if any(first <= code <= last for first, last in _WORD):
        return 1
    return 2 if any(first <= code <= last for first, last in (*_HAN, _HAN_PLANES)) else 0
