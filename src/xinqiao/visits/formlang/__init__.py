"""The language of forms: a form is data, checked before it is published, filled in anywhere.

Plain Python: the same rules hold on the page, in the API and on a phone that was offline.

A definition is a JSON object, and this is also what phones carry::

    {"sections": [{
        "code": "family",                  # a-z, 0-9, _; unique among sections
        "title": "家庭情况",
        "help": "",                        # optional, as below
        "clears": "family",                # optional: family|categories|facilities|hazards
        "clear_when": <condition>,         # optional: else answering the section is enough
        "when": <condition>,               # optional: the whole section is asked only then
        "questions": [{
            "code": "residents",           # unique in the form
            "type": "number",
            "label": "现在住几口人？",
            "help": "", "required": true, "sensitive": false,
            "when": <condition>,           # asked only then; else its answer is dropped
            ...                            # what the type knows, see below
        }]
    }]}

Types, what each adds (all optional unless said), and the shape of an answer:

==============  ==========================================  =====================================
type            adds                                        answer
==============  ==========================================  =====================================
text            max_length (200), effect: "phone"           "words", one line
long_text       max_length (1000)                           "words"
number          min, max, decimals (0), unit,               3 or 3.5
                effect: "residents"
choice          options (needed)                            "option_code"
choices         options (needed), most                      ["option_code", ...]
yes_no          -                                           true or false
date            earliest, latest: "2026-03-01" or "today"   "2026-03-01"
photo           most (6)                                    ["token of an upload", ...]
signature       -                                           {"name": "typed", "token": "drawn"}
people          most (30), effect: "met"                    [person id, ...]
people_tags     options (needed; codes are tags)            [{"person": id, "tags": [code, ...]}]
facilities      most (30)                                   [facility id, ...]
findings        aspect (needed), category, most (6)         [{"text": "...", "category": "...",
                                                            "then": "raise|note|settle",
                                                            "photos": ["token", ...]}]
==============  ==========================================  =====================================

`options` are `[{"code": "gas", "label": "燃气"}]`. `aspect` of findings is one of family,
categories, facilities, hazard, conflict; `category` is what its requests are about when the
visitor chooses nothing else. An `effect` changes the register: phone (of the person, or the head
of the household), residents (compared with the register), met (these people were seen).

A condition is one of::

    {"question": "alone", "equals": true}       # yes_no, choice, number, text
    {"question": "heating", "in": ["coal"]}     # choice, number, text
    {"question": "risks", "includes": "gas"}    # choices
    {"question": "age", "at_least": 80}         # number; also at_most
    {"question": "alone", "answered": true}     # any type; false: was not answered
    {"all": [...]}, {"any": [...]}, {"not": ...}

A condition looks only at questions before it. A question that was not answered, or was not asked,
fails every test but `{"answered": false}`. An empty answer ("" or []) is no answer.
"""

from xinqiao.visits.formlang.answering import (
    Around,
    Checked,
    asked,
    holds,
    split_sensitive,
    validate,
)
from xinqiao.visits.formlang.checking import check
from xinqiao.visits.formlang.problems import Problem
from xinqiao.visits.formlang.shapes import Condition, Definition, Option, Question, Section, read

__all__ = [
    "Around",
    "Checked",
    "Condition",
    "Definition",
    "Option",
    "Problem",
    "Question",
    "Section",
    "asked",
    "check",
    "holds",
    "read",
    "split_sensitive",
    "validate",
]
