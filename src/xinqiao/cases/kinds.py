"""Guess from the words whether somebody asks, needs help, complains, reports or suggests."""

from __future__ import annotations

import re
from typing import Final

from xinqiao.cases.models import Kind

# In this order: a complaint that ends in a question is still a complaint.
_SIGNS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    (
        Kind.COMPLAIN,
        re.compile("投诉|不作为|态度(?:很|恶劣|差)|乱收费|推诿|太差|没人管|一直不|欺骗"),
    ),
    (Kind.SUGGEST, re.compile("建议|(?:希望能?|能否)(?:增设|增加|加装|设置|安装)")),
    (
        Kind.CONSULT,
        re.compile("咨询|请问|怎么办理|如何办理|需要什么(?:材料|手续)|想问|想了解|几点"),
    ),
    (Kind.HELP, re.compile("求助|帮帮|帮忙|请帮|需要帮助|困难|照顾|生活不能自理|低保|救助")),
)


def suggest_kind(text: str) -> Kind:
    """The likeliest kind of a request with these words; a plain report when nothing speaks."""
    return next((kind for kind, signs in _SIGNS if signs.search(text)), Kind.REPORT)
