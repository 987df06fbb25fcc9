"""What requests are commonly about, by words that mean the same to whoever handles them.

`油烟`, `夜宵摊` and `烧烤` share no character, yet beside the same houses they are one matter. The
list only adds a little to likeness; it is not a classification.
"""

from __future__ import annotations

import re
from typing import Final

MATTERS: Final[dict[str, str]] = {
    "parking": "停车 车位 车库 乱停 占道 停放 找车 堵车口 私家车 地锁 僵尸车 停满",
    "smoke": "油烟 烧烤 夜宵 餐馆 饭店 餐饮 快餐 厨房 灶台 烟道 排烟 大排档",
    "noise": "噪音 噪声 扰民 太吵 吵得 喇叭 音响 广场舞 睡不着 无法休息",
    "works": "施工 工地 通宵 夜间施工 打桩 渣土 浇筑",
    "dust": "扬尘 粉尘 灰尘 尘土 搅拌 水泥 污染",
    "refuse": "垃圾 恶臭 臭味 清运 垃圾站 垃圾桶 蚊虫",
    "water": "停水 水压 自来水 供水 水管 爆管 水质 抄表",
    "drain": "下水道 污水 排水 堵塞 积水 化粪池 内涝",
    "power": "停电 供电 高压线 变电站 电线 电表 高压电",
    "gas_heat": "燃气 煤气 天然气 暖气 供暖",
    "light": "路灯 照明 楼道灯 灯不亮 黑灯瞎火",
    "lift": "电梯 困人",
    "road": "道路 坑洼 断头路 路面 硬化 修路 拉通 破损",
    "bus": "公交 线路 站台 发车 班次 首末站",
    "metro": "地铁 轨道 出入口 地下通道",
    "rail": "高铁 铁路 火车",
    "school": "入学 学校 小学 学位 学区 幼儿园 招生 普惠",
    "school_life": "补课 补习 实习 宿舍 食堂 学费 宽带",
    "quality": "开裂 裂缝 渗水 漏水 质量 空鼓 楼板 沉降 豆腐渣",
    "decoration": "精装 装修 全装修 毛坯 质价",
    "sale": "捆绑 销售 开盘 认购 网签 虚假宣传 一房二卖 预售",
    "delivery": "交房 收房 延期 烂尾 产权 不动产证 房产证",
    "estate": "物业 业委会 物业费 门禁 保安",
    "building": "违建 违章 违法建筑 违搭 加建 乱搭",
    "relocation": "拆迁 征地 征收 安置 补偿 旧城改造 棚改",
    "wages": "工资 拖欠 欠薪 社保 工伤",
    "fraud": "诈骗 集资 车贷 平台 跑路 立案 经侦 受害人",
    "refund": "退费 退款 退还 拖欠 格子铺",
    "talent": "人才 补贴 落户 补助",
    "fund": "公积金 贷款",
    "gambling": "麻将 赌博 六合彩 涉黄 传销",
    "green": "绿化 公园 树枝 杂草 草坪",
    "fire": "消防 火灾 通道 飞线 充电",
    "dogs": "养狗 狗叫 野狗 遛狗",
}

_SIGNS: Final = {
    matter: re.compile("|".join(map(re.escape, sorted(words.split(), key=len, reverse=True))))
    for matter, words in MATTERS.items()
}
ORDER: Final = tuple(_SIGNS)


def matters_in(title: str, body: str) -> list[float]:
    """How much each matter (in ORDER) is spoken of: different words, those of the title twice."""
    return [
        2.0 * len(set(signs.findall(title))) + len(set(signs.findall(body)))
        for signs in _SIGNS.values()
    ]
