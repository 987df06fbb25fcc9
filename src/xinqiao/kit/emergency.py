"""Words of a danger that is happening now, and the number that helps; plain Python.

A request about a risk ("the cables are a fire hazard"), a memory or a question must pass, so words
that speak of possibility or of the past beside the alarm word take it back.
Source: RULES "Requests": 110, 119, 120 and 122 are not taken here.
"""

from __future__ import annotations

import re
from typing import Final

POLICE, FIRE, AMBULANCE, TRAFFIC = "110", "119", "120", "122"

_NOW: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        FIRE,
        re.compile(
            "(?<![随看顺沿])着火(?!车)|起火|失火|火灾|着大火|房子烧起来|楼里冒浓烟|爆炸了|发生爆炸"
        ),
    ),
    (
        FIRE,
        re.compile(
            "(?:煤气|燃气|天然气|液化气)(?:大量)?(?:泄漏|泄露|漏气)[^。！!？?]{0,12}"
            "(?:有人|晕|昏|中毒|死|伤|倒)"
        ),
    ),
    (FIRE, re.compile("(?:煤气|燃气|一氧化碳)中毒|困在电梯|被困电梯|有人被困|落水了|溺水")),
    (AMBULANCE, re.compile("触电|昏迷|没有呼吸|不省人事|大出血|心脏骤停|服毒|喝农药|要生了|晕倒")),
    (AMBULANCE, re.compile("(?:煤气|燃气|一氧化碳)中毒|坠楼|割腕|溺水")),
    (
        POLICE,
        re.compile(
            "抢劫|持刀|砍人|杀人|绑架了|被绑架|要跳楼|正在跳楼|入室盗窃正|正在打人|坠楼|割腕"
        ),
    ),
    (POLICE, re.compile("家暴[^。！!？?]{0,6}(?:正在|救命|现在)|救命啊?[！!]")),
    (TRAFFIC, re.compile("(?:车祸|撞车|撞人|被车撞)[^。！!？?]{0,10}(?:有人|受伤|流血|伤|死)")),
)

# Within the same clause these make it a risk, a memory, a drill or a question and not a danger now.
_NOT_NOW: Final = re.compile(
    "隐患|风险|危险源|容易|可能|万一|如果|假如|一旦|以免|避免|防止|防范|预防|担心|害怕|怕|恐怕|"
    "会不会|会导致|会引起|会引发|引发|导致过|造成过|极易|易发|差点|险些|险|演练|演习|宣传|培训|"
    "讲座|知识|消防通道|消防栓|灭火器|报警器|警报|保险|赔偿|理赔|后果|责任|案|"
    "曾|以前|去年|前年|上个?月|上个?周|上次|昨天|昨晚|前天|过后|之后|事后|早前|此前|多年|已经扑灭|"
    "已扑灭|发生过|出过|有过|年\\d|月\\d|\\d+年|\\d+月|谨防|杜绝|存在|没有发生|未发生|谣言"
)
# Nobody in danger writes a letter: long ones tell of the past unless they say that it is now.
_LETTER: Final = 150  # characters
_RIGHT_NOW: Final = re.compile("现在|正在|此刻|这会儿|刚刚|快来|快点|救命|救人|马上|赶紧")
_CLAUSE: Final = re.compile("[。！!？?；;\\n]")


def numbers_to_dial(text: str) -> tuple[str, ...]:
    """Telephone numbers to dial at once, e.g. `("119", "120")`; empty when nobody is in danger."""
    found: list[str] = []
    is_letter = len(text) > _LETTER
    for clause in _CLAUSE.split(text):
        if _NOT_NOW.search(clause) or (is_letter and not _RIGHT_NOW.search(clause)):
            continue
        # The exclamation mark was cut off with the clause; "help!" needs it back.
        said = clause + "！"
        found += [number for number, words in _NOW if words.search(said)]
    return tuple(sorted(set(found), key=lambda n: (FIRE, AMBULANCE, POLICE, TRAFFIC).index(n)))
