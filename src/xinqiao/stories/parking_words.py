"""What residents of 金五区 say about parking, each in their own way, and about other things."""

from __future__ import annotations

import random
from typing import Final

_WHEN: Final = (
    "每天晚上七点以后", "下班回来", "昨晚十点多到家", "周末带孩子回来", "早上送孩子上学",
    "这半年来", "一到雨天", "夜班回来凌晨一点", "过节这几天", "中午回来取东西",
    "接老人出院那天", "最近两个月",
)  # fmt: skip
_SPOT: Final = (
    "楼前", "楼门口", "小花园旁边", "东门里面", "西门路口", "幼儿园门口", "变电箱前面",
    "健身器材那边", "垃圾房旁", "楼后的小路", "消防通道上", "自行车棚外",
)  # fmt: skip
_TROUBLE: Final = (
    "转了三圈也找不到一个车位",
    "停车位早就满了，只好停到马路上",
    "为了一个停车位跟邻居吵起来",
    "私家车停得满满的，轮椅都推不过去",
    "车停在绿地上，草都轧没了",
    "好几辆僵尸车占着车位一年没动过",
    "外来车辆乱停，业主的车反而没地方停",
    "有人装地锁占车位，别人没法停车",
    "双排停车，早上出不去，挪车电话没人接",
    "车把单元门堵住，老人出门要侧着身子过",
    "车位不够，我家的车停在一公里以外",
    "停车没有画线，歪着停一辆占两个车位",
    "救护车进不来，因为两边都停着车",
    "商户的货车长期占用居民停车位",
    "抢不到车位，车停在拐角被刮了两次",
)
_WISH: Final = (
    "能不能统一规划一下停车位？",
    "希望社区想想办法增加车位。",
    "请把停车管起来。",
    "建议画停车线、发停车证。",
    "能不能把闲置的空地改成停车场？",
    "晚上能不能借用旁边单位的停车场？",
    "请清理长期不动的车，把车位腾出来。",
    "建议收费管理，先保证本小区居民停车。",
    "大家都急，盼着早点解决停车难。",
    "希望开个会商量停车怎么办。",
    "",
)
_FORMS: Final = (
    "{when}，{n}号楼{spot}{trouble}。{wish}",
    "{n}号楼的住户反映：{trouble}，{spot}最严重。{wish}",
    "{trouble}！我住{n}号楼，{when}都是这样。{wish}",
    "停车太难了，{when}{trouble}。{wish}",
    "{wish}现在{n}号楼{spot}{trouble}。",
    "我们{n}号楼好几家都说停车的事：{trouble}。{wish}",
)

# Other matters of the same days; some share words or the spot with parking.
OTHERS: Final = (
    ("3号楼2单元楼道灯坏了，晚上下楼看不清台阶。", "facility.light."),
    ("7号楼门口的路灯三天没亮，老人不敢出门。", "facility.light."),
    ("垃圾桶满了两天没清运，苍蝇很多，味道大。", "env.garbage."),
    ("小花园旁边堆着装修垃圾，希望清走。", "env.garbage."),
    ("电动自行车没有地方充电，有人从楼上拉线下来。", "traffic.ebike."),
    ("自行车棚里的充电桩坏了两个，扫码没反应。", "traffic.ebike."),
    ("楼上晚上十一点还在装修，电钻声音太大孩子睡不着。", "env.noise."),
    ("东门外广场舞音响太吵，晚上九点半还不停。", "env.noise."),
    ("自来水发黄，放了十分钟还是黄的。", "utility.water."),
    ("5号楼下水道堵了，污水从井盖往外冒。", "env.drain."),
    ("一层下水返味，雨后积水没过脚面。", "env.drain."),
    ("西门路口没有反光镜，出来看不见右边来车。", "traffic.blindspot."),
    ("幼儿园门口的斑马线磨没了，希望重新画标线。", "traffic.blindspot."),
    ("单元门禁坏了，门关不上，大家不放心。", "house.door."),
    ("9号楼窗外树枝快断了，刮风打玻璃。", "env.green."),
    ("健身器材的螺丝松了，孩子玩很危险。", "facility.fitness."),
    ("楼道里堆着旧家具，挡住了消防栓。", "safety.fire."),
    ("小花园路面有个坑，昨天有位大娘差点摔倒。", "facility.road."),
    ("想问老年餐怎么办卡，要带什么材料？", "affairs.permit."),
    ("建议在楼下加两把带靠背的椅子。", "facility.fitness."),
    ("家里水压低，早晚做饭水很小。", "utility.water."),
    ("草坪里的杂草一人高，蚊子多，请修剪。", "env.green."),
)


def parking_words(dice: random.Random, count: int) -> list[str]:
    """`count` different sentences about parking."""
    said: dict[str, None] = {}
    while len(said) < count:
        said[
            dice.choice(_FORMS).format(
                when=dice.choice(_WHEN),
                n=dice.randrange(1, 11),
                spot=dice.choice(_SPOT),
                trouble=dice.choice(_TROUBLE),
                wish=dice.choice(_WISH),
            )
        ] = None
    return list(said)
