"""Joining what a model, keywords and the place's own past say. Pure: no database, no clock.

A label of a model may mean several categories (a public data set knows seven, a neighbourhood
fifty). Its probability is shared out among them: by how common each has been here, and many times
more to those whose keywords the text holds. What keywords say alone counts beside it, because a
report of ten characters may name the thing that no letter of the training file spoke of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from xinqiao.cases.selectors.categories import CategoryFacts, Suggestion, keyword_weight, rank
from xinqiao.cases.suggesting.model import Floats, Model, fits

MOST: Final = 3
_KEYWORD_SHARE: Final = 0.5  # of the result, where a keyword is heard at all
_MODEL_ALONE: Final = 0.7  # least share of one category where no keyword agrees


@dataclass(frozen=True, slots=True)
class Suggested:
    """At most three categories, the likeliest first; their scores add up to at most one.

    is_sure: the first may be taken without asking. by_model: a trained model was asked.
    is_heard: a keyword of the first stands in the text. version: of the model, 0 for none.
    """

    choices: tuple[Suggestion, ...] = ()
    is_sure: bool = False
    by_model: bool = False
    is_heard: bool = False
    version: int = 0

    @property
    def best(self) -> Suggestion | None:
        return self.choices[0] if self.choices else None

    @property
    def untold(self) -> Suggestion | None:
        """What a request goes by when nobody chose; None where a person must be asked."""
        return self.best if self.is_sure or self.is_heard else None


def combine(
    text: str,
    categories: Sequence[CategoryFacts],
    model: Model | None,
    *,
    probabilities: Floats | None = None,
) -> Suggested:
    """What the text is likeliest about; nothing for a text that says nothing.

    probabilities: of the model's labels where they are known already, as for a held-out text.
    """
    heard = rank(text, tuple(categories), most=len(categories))
    if model is None or not text.strip():
        return Suggested(tuple(heard[:MOST]), bool(heard), is_heard=bool(heard))
    lowest = _lowest(categories)
    # "Help" and "service" speak of a whole branch; a word for one thing in it says more.
    heard = [one for one in heard if one.category in lowest] or heard
    found = model.probabilities(text) if probabilities is None else probabilities
    chances = dict(zip(model.labels, map(float, found), strict=True))
    label, chance = max(chances.items(), key=lambda pair: pair[1])
    if not model.is_sure(chance):
        # The model abstains: what keywords say stands alone, and a person is asked.
        choices = tuple(heard[:MOST])
        return Suggested(choices, is_heard=bool(heard), by_model=True, version=model.version)
    by_code = _shared_out(text, lowest, model, chances)
    for suggestion in heard:
        weight = _KEYWORD_SHARE * suggestion.score
        by_code[suggestion.code] = by_code.get(suggestion.code, 0.0) + weight
    if not by_code:
        return Suggested(by_model=True, version=model.version)
    known = {facts.code: facts for facts in categories}
    best = sorted(by_code.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
    whole = 1 + (_KEYWORD_SHARE if heard else 0.0)
    choices = tuple(Suggestion(known[code], round(share / whole, 4)) for code, share in best)
    first = choices[0]
    agrees = fits(model.codes[label], first.code)
    is_heard = any(one.code == first.code for one in heard)
    return Suggested(
        choices=choices,
        is_sure=agrees and (is_heard or first.score >= _MODEL_ALONE),
        by_model=True,
        is_heard=is_heard,
        version=model.version,
    )


def _lowest(categories: Sequence[CategoryFacts]) -> list[CategoryFacts]:
    """Categories with nothing below them."""
    above = {facts.code[: facts.code.rfind(".", 0, -1) + 1] for facts in categories}
    return [facts for facts in categories if facts.code not in above]


def _shared_out(
    text: str, lowest: Sequence[CategoryFacts], model: Model, chances: Mapping[str, float]
) -> dict[str, float]:
    """Category code -> probability, for the lowest categories that the labels may mean."""
    found: dict[str, float] = {}
    for label, chance in chances.items():
        meant = [facts for facts in lowest if fits(model.codes[label], facts.code)]
        weights = [
            (1 + model.history.get(facts.code, 0)) * (1 + keyword_weight(text, facts))
            for facts in meant
        ]
        total = sum(weights)
        for facts, weight in zip(meant, weights, strict=True):
            found[facts.code] = found.get(facts.code, 0.0) + chance * weight / total
    return found
