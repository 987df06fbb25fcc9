"""Categories of people and kinds of facilities that a place begins with; staff edit them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class TagSeed:
    code: str
    name: str
    definition: str
    rule: Mapping[str, Any] = field(default_factory=dict)
    is_sensitive: bool = False
    needs_contact: bool = False


@dataclass(frozen=True, slots=True)
class KindSeed:
    code: str
    name: str
    is_line: bool = False


_SENSITIVE: Final[dict[str, Any]] = {"is_sensitive": True}
_CALLED: Final[dict[str, Any]] = {"needs_contact": True}
_BOTH: Final = _SENSITIVE | _CALLED

TAGS: Final = (
    TagSeed("elder", "老年人", "年满60周岁。", {"age_from": 60}),
    TagSeed("very_old", "高龄老人", "年满80周岁。", {"age_from": 80}, **_CALLED),
    TagSeed(
        "empty_nest",
        "空巢老人",
        "年满60周岁，家里常住的人都年满60周岁，没有子女同住。",
        {"age_from": 60, "household_age_from": 60},
        **_CALLED,
    ),
    TagSeed(
        "living_alone",
        "独居老人",
        "年满60周岁，家里只有本人常住。",
        {"age_from": 60, "lives_alone": True},
        **_CALLED,
    ),
    TagSeed("child", "未成年人", "未满18周岁。", {"age_below": 18}),
    TagSeed(
        "left_behind_child",
        "留守儿童",
        "未满16周岁，父母双方外出务工，或一方外出务工而另一方无监护能力，不能与父母正常共同生活。",
        **_BOTH,
    ),
    TagSeed(
        "orphan",
        "孤儿和事实无人抚养儿童",
        "父母双亡，或父母均不能履行抚养义务的未成年人。",
        **_BOTH,
    ),
    TagSeed("disabled", "残疾人", "持有第二代或第三代残疾人证。", **_BOTH),
    TagSeed(
        "half_disabled",
        "半失能老人",
        "年满60周岁，吃饭、穿衣、上下床、如厕、室内走动、洗澡六项中有一至三项需人帮助。",
        **_BOTH,
    ),
    TagSeed(
        "disabled_elder",
        "失能老人",
        "年满60周岁，吃饭、穿衣、上下床、如厕、室内走动、洗澡六项中有四项及以上需人帮助。",
        **_BOTH,
    ),
    TagSeed("dementia", "认知障碍老人", "经医疗机构诊断患有认知障碍的老年人。", **_BOTH),
    TagSeed(
        "severe_mental",
        "严重精神障碍患者",
        "经精神专科诊断并纳入社区服务管理的患者。",
        **_SENSITIVE,
    ),
    TagSeed(
        "chronic_illness",
        "慢性病患者",
        "患高血压、糖尿病等慢性病，需要随访的人。",
        **_SENSITIVE,
    ),
    TagSeed("pregnant", "孕产妇", "怀孕至产后42天的妇女。", **_BOTH),
    TagSeed("minimum_living", "低保对象", "正在享受最低生活保障的人。", **_SENSITIVE),
    TagSeed("special_hardship", "特困人员", "纳入特困供养的人。", **_BOTH),
    TagSeed("low_income", "低收入家庭成员", "经民政部门认定的低保边缘家庭成员。", **_SENSITIVE),
    TagSeed(
        "lost_only_child",
        "计划生育特殊家庭",
        "独生子女死亡或三级以上残疾、未再生育的家庭成员。",
        **_BOTH,
    ),
    TagSeed("veteran", "退役军人", "依法退出现役的军官、军士和义务兵。"),
    TagSeed("martyr_family", "烈属和优抚对象", "烈士遗属、因公牺牲和病故军人遗属、现役军人家属。"),
    TagSeed("newcomer", "新居民", "户籍在外地，来本地居住未满一年的人。"),
    TagSeed("newly_employed", "新就业群体", "快递员、外卖配送员、网约车司机、货车司机等。"),
    TagSeed("unemployed", "失业人员", "有劳动能力、有就业要求而没有工作的人。"),
    TagSeed("party_member", "党员", "中国共产党正式党员和预备党员。"),
    TagSeed(
        "released",
        "社区矫正和刑满释放人员",
        "正在接受社区矫正，或刑满释放未满五年的人。",
        **_SENSITIVE,
    ),
    TagSeed(
        "drug_rehabilitation",
        "社区戒毒康复人员",
        "正在社区戒毒或社区康复的人。",
        **_SENSITIVE,
    ),
)

FACILITY_KINDS: Final = (
    KindSeed("lane", "背街小巷", is_line=True),
    KindSeed("lamp", "路灯"),
    KindSeed("hydrant", "消火栓"),
    KindSeed("fire_station", "微型消防站"),
    KindSeed("defibrillator", "自动体外除颤器"),
    KindSeed("charging", "电动车充电棚"),
    KindSeed("parking", "停车场"),
    KindSeed("garbage", "垃圾分类点"),
    KindSeed("manhole", "井盖"),
    KindSeed("lift", "电梯"),
    KindSeed("playground", "儿童游乐场"),
    KindSeed("fitness", "健身器材"),
    KindSeed("square", "文化广场"),
    KindSeed("green", "绿地"),
    KindSeed("toilet", "公共厕所"),
    KindSeed("canteen", "老年食堂"),
    KindSeed("day_care", "日间照料中心"),
    KindSeed("clinic", "社区卫生服务站"),
    KindSeed("library", "图书室"),
    KindSeed("notice_board", "公告栏"),
    KindSeed("camera", "监控探头"),
    KindSeed("drain", "排水沟", is_line=True),
)
