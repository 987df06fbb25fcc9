"""De-identification (去标识化): words as everybody may read them, without telephones, names, doors.

Plain Python. It errs on the side of hiding: a street number may disappear with a room number.
Source: RULES "Personal data".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_STAR = "＊"
_DIGIT = "[0-9０-９]"
_CN_NUMBER = "[0-9０-９一二三四五六七八九十百零〇]"

_HIDDEN = _STAR * 6
_DOOR = _STAR * 3
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

_RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    # Citizen numbers, bank cards and everything else with many digits, also in groups.
    (re.compile(f"{_DIGIT}(?:[ \\-－—]?{_DIGIT}){{13,20}}[Xx]?"), _HIDDEN),
    (re.compile(f"1(?:[ \\-－—]?{_DIGIT}){{10}}(?!{_DIGIT})"), _HIDDEN),
    (
        re.compile(f"(?:\\(?0{_DIGIT}{{2,3}}\\)?[ \\-－—]?)?[2-9]{_DIGIT}{{6,7}}(?!{_DIGIT})"),
        _HIDDEN,
    ),
    (re.compile(f"400(?:[ \\-－—]?{_DIGIT}){{7}}"), _HIDDEN),
    # A landline whose area code is written, whatever its first digit.
    (re.compile(f"[（(]?0{_DIGIT}{{2,3}}[）)]?[ \\-－—]{_DIGIT}{{7,8}}(?!{_DIGIT})"), _HIDDEN),
    # Passports and account names: letters and many digits.
    (re.compile(f"(?<![A-Za-z0-9])[A-Za-z]{{1,2}}{_DIGIT}{{7,9}}(?![A-Za-z0-9])"), _HIDDEN),
    (re.compile("[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+", re.ASCII), _HIDDEN),
    (
        re.compile("(微信号?|WeChat|wechat|QQ号?|qq)([:：是为 ]*)[A-Za-z0-9_-]{5,}"),
        f"\\1\\2{_HIDDEN}",
    ),
    # Number plates of cars.
    (re.compile(f"[{_PROVINCES}][A-Z][·• ]?(?:[A-Z0-9]{{5,6}}|[A-Z0-9]{{4}}[挂学警])"), _HIDDEN),
    # Rooms: 3单元502室, 2栋1单元301, 12-3-401, 6#4401, 502房, 502房子.
    (
        re.compile(
            f"{_CN_NUMBER}{{1,4}}(?:单元|门洞|梯)(?:{_CN_NUMBER}{{1,3}}[楼层])?"
            f"(?:{_CN_NUMBER}{{1,5}}(?:室|号房|房|号|户)?)?"
        ),
        _DOOR,
    ),
    (
        re.compile(
            f"(?<!{_DIGIT})(?!(?:19|20){_DIGIT}{{2}}[-－—]){_DIGIT}{{1,4}}[-－—]{_DIGIT}{{1,2}}[-－—]{_DIGIT}{{2,4}}(?:室|号|房)?"
        ),
        _DOOR,
    ),
    (re.compile(f"{_CN_NUMBER}{{2,5}}(?:室|号房|房间|房(?!子|屋|产|价|租|东|管))"), _DOOR),
    (re.compile(f"{_DIGIT}{{3,4}}(?=房[子屋])"), _DOOR),
    (re.compile(f"([栋幢座楼#＃]){_DIGIT}{{3,4}}(?!{_DIGIT}|[年元米个户人])"), f"\\1{_DOOR}"),
)

_SURNAMES: Final = (
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|"
    "[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方"
    "俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧"
    "计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫"
    "经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程邢裴陆荣翁荀羊惠甄曲封芮储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯"
    "宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻"
    "莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步"
    "都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖]"
)
_TITLES: Final = "先生|女士|小姐|太太|阿姨|大妈|大爷|大叔|大姐|大哥|老师|医生|师傅|奶奶|爷爷|婆婆"
# After words that other words may follow as well, only surnames that most people have.
_COMMON: Final = (
    "[王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪"
    "田任姜范石姚谭廖邹熊陆郝孔崔康毛邱秦史顾侯邵孟段雷钱汤尹黎易乔贺赖龚]"
)
_AFTER_NAME: Final = "(?=[，,。；;、！!：:\\s（(]|$|住|的|电话|家|说|身份)"
_SIGNED: Final = "(?:举报|投诉|反映|申请|当事|联系|请求|求助|来信|留言)人|签名|落款"
_ANY: Final = f"(?:{_COMMON}|[高方肖文柳聂樊申靳苗兰])"
_NAMED: Final = re.compile(
    f"((?:我叫|本人|姓名[:：是]?|名叫|名字叫|联系人[:：是]?)\\s*)"
    f"((?:{_SURNAMES})[\\u4e00-\\u9fff]{{1,2}}){_AFTER_NAME}"
    f"|((?:我是|业主|住户|居民|户主|教师|员工|职工|村民|市民|学生|司机|患者)\\s*)"
    f"({_ANY}[\\u4e00-\\u9fff]{{1,2}}){_AFTER_NAME}"
    f"|((?:{_SIGNED})[:：，,、是\\s]*)({_ANY}[\\u4e00-\\u9fff]{{1,2}})(?:{_AFTER_NAME}|(?=[0-9]))"
    # Signed at the end, with or without the day.
    f"|([。！!？?；;…\\s])({_COMMON}[\\u4e00-\\u9fff]{{1,2}})(?=\\s*(?:[0-9]{{4}}\\s*[年.-]|$))"
    f"|([、，,。！!？?\\s])({_COMMON}[\\u4e00-\\u9fff]{{1,2}})(?=拜托|敬上|谨上|叩谢|拜谢)"
)
_TITLED: Final = re.compile(f"(?:{_SURNAMES})[\\u4e00-\\u9fff]{{0,2}}?(?={_TITLES})")
_OFFICES: Final = (
    "书记|主任|局长|县长|市长|区长|镇长|乡长|村长|厅长|处长|科长|股长|所长|队长|院长|校长|园长|站长|部长|会长|"
    "经理|老板|董事长|法官|检察官|律师|警官|民警|辅警|教授|教练|公务员|同志"
)
_HAN: Final = "[\\u4e00-\\u9fff]"
# 彭局长, 彭副局长; 邓斌文局长 where a name can begin.
_BEFORE_OFFICE: Final = re.compile(f"({_COMMON})(?=[副前原老]?(?:{_OFFICES}))")
_FULL_BEFORE_OFFICE: Final = re.compile(
    f"(?<![\\u4e00-\\u9fff])({_COMMON}{_HAN}{{1,2}})(?=[副前原]?(?:{_OFFICES}))"
    f"|(?<=[和与及请找向由对跟是])({_COMMON}{_HAN}{{1,2}})(?=[副前原]?(?:{_OFFICES}))"
)
# 局长邓斌文: a name ends before a word that goes on.
_ENDS: Final = (
    "的了和与及在是说到来等对向就也都曾已先后答表介带去给把被将会要不没有同处负指接联上下为从"
)
_AFTER_OFFICE: Final = re.compile(
    f"(?<=(?:{'|'.join(word for word in _OFFICES.split('|') if len(word) == 2)}))"
    f"({_COMMON}[^\\W{_ENDS}a-zA-Z0-9_](?:[^\\W{_ENDS}a-zA-Z0-9_])?)(?![\\u4e00-\\u9fff]?{_STAR})"
)
# What begins or ends like a surname and is none.
# Two letters each.
_NO_NAMES: Final = frozenset(
    re.findall(
        "..",
        "一任丁字万元上任为何主任二任交易任人任何任务任命任常任教任期任组任职任课何人何以何况何时"
        "余下余款信任健康全段其余兼任农田前任历任历史原任史上周围周期周末周课周边回顾园林地段夏天"
        "夏季多谢如何委任姜汤孔洞孟春宋体容易就任工段工程康复张贴感谢戴着手段担任新任方便方向方式"
        "方案方法方能方面施工时任时段易于曾在曾拨曾经朱红杜绝林业林地树叶森林段时毛病水田江边汤水"
        "汪洋油田流程照顾熊猫片段现任班任田地田间白天石材石油石矿离任秦岭程序继任绿叶罗列胡乱胡说"
        "范围茶叶董事袁大许可许多许大谢谢责任贸易贺电路段过程邱陵郑重钟头钱款钱财阶段陆续陈述雷同"
        "雷电顾客马上马路高中高兴高层高度高校高级高考高速高铁高龄黄金",
    )
)


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether what looks like a name is part of an ordinary word."""
    return text[start : start + 2] in _NO_NAMES or text[max(start - 1, 0) : end][:2] in _NO_NAMES


def _hide_officials(text: str) -> str:
    """Hide names beside an office; a full name is then hidden wherever else it stands."""
    found = [
        match[0]
        for pattern in (_FULL_BEFORE_OFFICE, _AFTER_OFFICE)
        for match in pattern.finditer(text)
        if not _is_word(text, match.start(), match.end())
    ]
    for name in sorted({name for name in found if len(name) > 1}, key=len, reverse=True):
        text = text.replace(name, _STAR * 2)
    return _BEFORE_OFFICE.sub(
        lambda match: match[0] if _is_word(text, match.start(), match.start() + 1) else _STAR, text
    )


def mask_public(text: str, *, names: Iterable[str] = ()) -> str:
    """Return `text` without personal data; `names` are known persons whose names are hidden too."""
    masked = text
    for name in names:
        if len(name.strip()) > 1:
            masked = masked.replace(name.strip(), _STAR * 2)
    for pattern, instead in _RULES:
        masked = pattern.sub(instead, masked)
    for match in list(_NAMED.finditer(masked)):
        # Once named, hidden wherever the name stands.
        name = next(filter(None, match.groups()[1::2]))
        if name[:2] not in _NO_NAMES:
            masked = masked.replace(name, _STAR * 2)
    return _hide_officials(_TITLED.sub(_STAR, masked))
