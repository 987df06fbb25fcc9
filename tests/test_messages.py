"""Everything the product says, it says in Chinese."""

import re

import polib
import pytest

from tests.support.messages import translated, untranslated
from xinqiao.kit.messages import HOUSE, catalogues, compile_all

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def test_every_sentence_has_a_chinese_one():
    missing = [f"{sentence.place}: {sentence.msgid!r}" for sentence in untranslated()]
    assert not missing, "\n".join(missing)


def test_placeholders_are_kept():
    wrong = []
    for (_context, msgid), entry in translated().items():
        words = [entry.msgstr, *entry.msgstr_plural.values()]
        wanted = set(PLACEHOLDER.findall(msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
        for text in filter(None, words):
            if set(PLACEHOLDER.findall(text)) - wanted:
                wrong.append(f"{msgid!r} -> {text!r}")
            # A Chinese sentence may leave a number out of its plural, but nothing else.
            if wanted - set(PLACEHOLDER.findall(text)) and not entry.msgid_plural:
                wrong.append(f"{msgid!r} -> {text!r}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("source", catalogues(), ids=lambda path: path.parts[-5])
def test_catalogues_are_in_order(source):
    catalogue = polib.pofile(str(source))
    msgids = [(entry.msgctxt, entry.msgid) for entry in catalogue]
    assert len(msgids) == len(set(msgids)), "an entry stands twice"
    assert not [entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete]
    assert "charset=UTF-8" in catalogue.metadata.get("Content-Type", "")


def test_compiling_again_writes_nothing():
    compile_all()
    assert compile_all() == 0
    assert all(path.with_suffix(".mo").exists() for path in catalogues(HOUSE))
