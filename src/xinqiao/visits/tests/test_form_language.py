"""A form that could not be filled in is refused, and answers are cleaned the same anywhere."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xinqiao.visits.form_words import placed, sentence
from xinqiao.visits.formlang import Around, asked, check, read, split_sensitive, validate

AROUND = Around(today=date(2026, 3, 2), people={1, 2, 3}, facilities={7})


def form(*questions: dict[str, Any], **section: Any) -> dict[str, Any]:
    return {"sections": [{"code": "s", "title": "S", "questions": list(questions), **section}]}


def ask(code: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "type": kind, "label": code, **more}


ALONE = ask("alone", "yes_no", required=True)
GAS = ask(
    "gas", "choice", options=[{"code": "pipe", "label": "管道"}, {"code": "jar", "label": "罐"}]
)
ALL_TYPES = form(
    ALONE,
    GAS,
    ask("age", "number", min=0, max=130, when={"question": "alone", "equals": True}),
    ask("worries", "choices", most=2, options=[{"code": c, "label": c} for c in ("a", "b", "c")]),
    ask("which", "text", required=True, when={"question": "worries", "includes": "b"}),
    ask("who", "people", effect="met"),
    ask("tags", "people_tags", options=[{"code": "living-alone", "label": "独居"}]),
    ask("on", "date", latest="today"),
    ask("photos", "photo", most=2),
    ask("signed", "signature", when={"not": {"question": "which", "answered": True}}),
    ask("found", "findings", aspect="hazard", category="fire"),
    ask("near", "facilities"),
    ask(
        "illness",
        "long_text",
        sensitive=True,
        when={"any": [{"question": "age", "at_least": 80}, {"question": "gas", "in": ["jar"]}]},
    ),
)


@pytest.mark.parametrize(
    ("definition", "code", "where"),
    [
        ({}, "no_sections", ""),
        ([], "no_sections", ""),
        (form(), "no_questions", ""),
        (form(ALONE, ALONE), "duplicate", "alone"),
        (form(ask("a", "colour")), "unknown_word", "a"),
        (form(ask("a", "choice")), "no_options", "a"),
        (form(ask("a", "findings")), "unknown_word", "a"),
        (form(ask("a", "photo", sensitive=True)), "never_sensitive", "a"),
        (form(ask("A b", "text")), "bad_code", "A b"),
        (form(ask("a", "number", min=3, max=1)), "limits_crossed", "a"),
        (form(ask("a", "number", min=float("nan"))), "wrong_kind", "a"),
        (form(ask("a", "date", latest="soon")), "not_a_day", "a"),
        (form(ask("a", "text", colour="red")), "unknown_field", "a"),
        (form(ask("a", "text", effect="residents")), "unknown_word", "a"),
        (form(ALONE, clears="cellar"), "unknown_word", "s"),
        (form(ask("a", "text", when={"question": "b", "equals": 1})), "unknown_question", "a"),
        (form(ask("a", "text", when={"maybe": 1})), "broken_condition", "a"),
        (
            form(ask("a", "text", when={"question": "alone", "equals": True}), ALONE),
            "later_question",
            "a",
        ),
        (
            form(
                ask("a", "yes_no", when={"question": "b", "equals": True}),
                ask("b", "yes_no", when={"question": "a", "equals": True}),
            ),
            "circle",
            "a",
        ),
        (form(ask("a", "text", when={"question": "a", "answered": True})), "circle", "a"),
        (
            form(ALONE, ask("a", "text", when={"question": "alone", "at_least": 3})),
            "wrong_operator",
            "a",
        ),
        (
            form(GAS, ask("a", "text", when={"question": "gas", "equals": "pips"})),
            "impossible_value",
            "a",
        ),
    ],
)
def test_a_broken_definition_is_refused_with_its_place(
    definition: Any, code: str, where: str
) -> None:
    problems = check(definition)

    assert (code, where) in [(problem.code, problem.where) for problem in problems]
    assert all(placed(problem) for problem in problems)


def test_all_types_pass_the_check() -> None:
    assert check(ALL_TYPES) == []


def test_a_condition_opens_the_question_that_it_needs() -> None:
    definition = read(ALL_TYPES)

    without = validate(definition, {"alone": False, "worries": ["a"], "which": "x"}, around=AROUND)
    opened = validate(definition, {"alone": False, "worries": ["b"]}, around=AROUND)

    assert "which" not in without.answers
    assert not without.problems
    assert opened.problems["which"].code == "required"


def test_a_hidden_answer_opens_nothing() -> None:
    """The age is not asked of somebody who lives with others, so it cannot open the illness."""
    found = validate(
        read(ALL_TYPES), {"alone": False, "age": 90, "illness": "heart"}, around=AROUND
    )

    assert found.answers == {"alone": False}


def test_sensitive_answers_are_told_apart() -> None:
    definition = read(ALL_TYPES)
    checked = validate(definition, {"alone": True, "age": 90, "illness": "heart"}, around=AROUND)

    assert split_sensitive(definition, checked.answers) == (
        {"alone": True, "age": 90},
        {"illness": "heart"},
    )


@pytest.mark.parametrize(
    ("answers", "question", "code"),
    [
        ({"alone": "perhaps"}, "alone", "not_yes_no"),
        ({"alone": True, "age": 200}, "age", "out_of_limits"),
        ({"alone": True, "age": 1.5}, "age", "too_precise"),
        ({"alone": True, "age": "eighty"}, "age", "not_a_number"),
        ({"alone": True, "gas": "coal"}, "gas", "not_an_option"),
        ({"alone": True, "worries": ["a", "b", "c"]}, "worries", "too_many"),
        ({"alone": True, "who": [9]}, "who", "not_here"),
        ({"alone": True, "near": [8]}, "near", "no_such_facility"),
        ({"alone": True, "tags": [{"person": 1}, {"person": 1}]}, "tags", "twice"),
        ({"alone": True, "on": "2026-03-03"}, "on", "outside_days"),
        ({"alone": True, "photos": ["../x"]}, "photos", "not_photos"),
        ({"alone": True, "found": [{"text": "x" * 501}]}, "found", "too_long"),
        ({"alone": True, "shoe_size": 44}, "shoe_size", "not_in_this_form"),
    ],
)
def test_a_bad_answer_gets_a_sentence_beside_its_question(
    answers: dict[str, Any], question: str, code: str
) -> None:
    checked = validate(read(ALL_TYPES), answers, around=AROUND)

    assert {where: one.code for where, one in checked.problems.items()} == {question: code}
    assert "%(" not in sentence(checked.problems[question])


def test_numbers_are_read_as_people_write_them() -> None:
    checked = validate(read(ALL_TYPES), {"alone": "yes", "age": " 8６ "}, around=AROUND)

    assert checked.answers == {"alone": True, "age": 86}


def test_a_finding_takes_the_category_of_its_question() -> None:
    answers = {"alone": True, "found": [{"text": " 电线  老化 "}, {"text": ""}]}

    checked = validate(read(ALL_TYPES), answers, around=AROUND)

    wanted = {"text": "电线 老化", "category": "fire", "then": "raise", "photos": []}
    assert checked.answers["found"] == [wanted]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
likely = st.sampled_from(
    [
        *(True, False, "yes", "jar", "pipe", 85, ["a"], ["b"], ["a", "b"], [1, 2], [7]),
        *("2026-03-01", [{"person": 1, "tags": ["living-alone"]}], {"name": "李"}),
        [{"text": "x", "then": "note"}],
    ]
)
codes = [question.code for question in read(ALL_TYPES).questions]
answer_sets = st.dictionaries(st.sampled_from(codes), likely | json_values)


@given(answers=answer_sets)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_sent_cleaning_never_breaks_and_settles_at_once(
    answers: dict[str, Any],
) -> None:
    definition = read(ALL_TYPES)
    first = validate(definition, answers, around=AROUND)
    again = validate(definition, first.answers, around=AROUND)

    assert again.answers == first.answers
    assert set(again.problems) <= {"alone", "which"}  # only what is required can still be missing
    assert all(sentence(problem) for problem in first.problems.values())


@given(answers=answer_sets)
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_only_questions_that_were_asked_are_kept(answers: dict[str, Any]) -> None:
    definition = read(ALL_TYPES)
    checked = validate(definition, answers, around=AROUND)
    shown = {
        one.code for _section, questions in asked(definition, checked.answers) for one in questions
    }

    assert set(checked.answers) <= shown
    assert set(checked.problems) - set(codes) == set()


@given(definition=json_values | st.builds(form, json_values, json_values))
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_written_the_check_answers(definition: Any) -> None:
    problems = check(definition)

    assert problems
    assert all(placed(problem) for problem in problems)


@given(order=st.permutations(range(len(ALL_TYPES["sections"][0]["questions"]))))
def test_what_passes_the_check_can_be_filled_in_whatever_its_order(order: list[int]) -> None:
    questions = ALL_TYPES["sections"][0]["questions"]
    definition = form(*[questions[place] for place in order])
    problems = check(definition)
    looked_at = [problem.code for problem in problems]

    assert set(looked_at) <= {"later_question"}
    if not problems:
        validate(read(definition), {"alone": True, "age": 90}, around=AROUND)
