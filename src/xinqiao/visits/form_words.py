"""What is wrong with a definition or an answer, said to the person."""

from __future__ import annotations

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from xinqiao.visits.formlang import Problem

_SENTENCES: Final[dict[str, Promise]] = {
    # Definitions
    "no_sections": _("The form has no section yet. Please add one."),
    "no_questions": _("The form has no question yet. Please add one."),
    "too_many_questions": _("A form can hold at most %(most)s questions. Please split it."),
    "not_an_object": _("This part must be an object in braces { }."),
    "unknown_field": _("The word “%(field)s” is not known here. Please remove it."),
    "missing": _("“%(field)s” is missing."),
    "wrong_kind": _("“%(field)s” holds the wrong kind of value."),
    "bad_code": _(
        "The code “%(code)s” must begin with a small letter and hold only a-z, 0-9 and _."
    ),
    "unknown_word": _("“%(field)s” must be one of: %(words)s."),
    "never_sensitive": _("Photos, signatures and findings cannot be marked as sensitive."),
    "limits_crossed": _("The lower limit is above the upper one."),
    "out_of_range": _("“%(field)s” must be between %(low)s and %(high)s."),
    "no_options": _("There is nothing to choose from yet. Please add options."),
    "too_many_options": _("There can be at most %(most)s options."),
    "broken_option": _("Each option needs a code and a label, and nothing else."),
    "duplicate": _("The code “%(code)s” is used twice. Please rename one."),
    "broken_condition": _("This condition cannot be understood. Please write it as in the guide."),
    "unknown_question": _("The condition looks at “%(question)s”, which is not in the form."),
    "circle": _("The conditions go round in a circle through “%(question)s”."),
    "later_question": _(
        "The condition looks at “%(question)s”, which is asked later. Please move it before."
    ),
    "wrong_operator": _("“%(operator)s” cannot be asked of “%(question)s” (%(type)s)."),
    "impossible_value": _("“%(question)s” can never be answered like this."),
    "unknown_tag": _("The register has no category “%(code)s” that is given by hand."),
    # Both
    "not_a_day": _("This is no date. Please write it like 2026-03-01."),
    # Answers
    "required": _("Please answer this question."),
    "not_in_this_form": _("This question is not in the form. Please load the form again."),
    "not_words": _("Please answer in words."),
    "too_long": _("Please use at most %(most)s characters."),
    "not_a_number": _("Please write a number."),
    "too_precise": _("Please write at most %(decimals)s decimal places."),
    "not_an_option": _("Please choose one of the options."),
    "not_yes_no": _("Please choose yes or no."),
    "not_photos": _("The photos could not be read. Please add them again."),
    "not_a_signature": _("The signature could not be read. Please sign again."),
    "not_here": _("Somebody chosen here does not belong to this household. Please choose again."),
    "no_such_facility": _("A facility chosen here is not in this area. Please choose again."),
    "twice": _("The same person stands here twice."),
    "not_findings": _("What was found could not be read. Please write it again."),
    "too_many": _("Please give at most %(most)s."),
}


def sentence(problem: Problem) -> str:
    """The sentence for the person, in the language of the moment."""
    if problem.code == "out_of_limits":
        return _limits(problem, "low", "high", _BETWEEN)
    if problem.code == "outside_days":
        return _limits(problem, "earliest", "latest", _BETWEEN_DAYS)
    values = dict(problem.values)
    if "words" in values:
        values["words"] = ", ".join(str(word) for word in values["words"] if word)
    return str(_SENTENCES[problem.code]) % values


def placed(problem: Problem) -> str:
    """The sentence with the place in the definition before it."""
    if not problem.where:
        return sentence(problem)
    values = {"where": problem.where, "sentence": sentence(problem)}
    return _now("%(where)s: %(sentence)s") % values


_BETWEEN: Final = (
    _("Please write a number from %(low)s to %(high)s."),
    _("Please write a number of %(low)s or more."),
    _("Please write a number of %(high)s or less."),
)
_BETWEEN_DAYS: Final = (
    _("Please choose a day from %(earliest)s to %(latest)s."),
    _("Please choose %(earliest)s or a later day."),
    _("Please choose %(latest)s or an earlier day."),
)


def _limits(problem: Problem, low: str, high: str, sentences: tuple[Promise, ...]) -> str:
    values: dict[str, Any] = dict(problem.values)
    both, only_low, only_high = sentences
    if values.get(low) is None:
        return str(only_high) % values
    return str(only_low if values.get(high) is None else both) % values
