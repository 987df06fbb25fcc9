"""Messages about one matter at one place come out as one; the same words elsewhere do not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from xinqiao.issues.clustering import find_clusters, reasons
from xinqiao.issues.places import find_names, learn_names, plain
from xinqiao.issues.scoring import compare
from xinqiao.issues.similarity import Message, features_of

PLANT = (
    ("投诉A2区丽发新城附近建搅拌站噪音扰民", "小区旁边建了搅拌站，白天晚上噪音很大，粉尘满天飞。"),
    ("A市丽发新城小区旁的搅拌站灰尘大", "丽发新城的业主投诉，搅拌站粉尘严重，窗户不敢开。"),
    ("丽发新城搅拌厂什么时候搬走", "A2区丽发新城旁边的搅拌厂噪音扰民，孩子睡不着。"),
)
ELSEWHERE = (
    ("A7县东成大厦旁的搅拌站噪音扰民", "A7县东成大厦边上的搅拌站粉尘大，噪音扰民。"),
    ("A2区丽发新城二期电梯又坏了", "A2区丽发新城电梯坏了三天，老人上不了楼。"),
    ("咨询A市公积金贷款额度", "请问公积金连续缴存多久可以贷款？"),
)


def messages(*pairs: tuple[str, str]) -> list[Message]:
    return [
        Message(id=n, title=title, words=words, day=float(n))
        for n, (title, words) in enumerate(pairs, start=1)
    ]


def test_one_matter_at_one_place_is_one_cluster_without_its_neighbours() -> None:
    found = find_clusters(features_of(messages(*PLANT, *ELSEWHERE)))
    assert [sorted(cluster.members) for cluster in found] == [[1, 2, 3]]


def test_each_member_says_why_it_belongs() -> None:
    f = features_of(messages(*PLANT, *ELSEWHERE))
    told = reasons(f, find_clusters(f)[0].members)
    assert set(told) == {1, 2, 3}
    assert all("丽发新城" in reason.places for reason in told.values())
    assert any("搅拌" in word for reason in told.values() for word in reason.words)
    assert all(reason.days <= 2 and reason.metres is None for reason in told.values())


def test_who_staff_took_out_stays_out_and_who_they_put_in_stays_in() -> None:
    f = features_of(messages(*PLANT, *ELSEWHERE))
    found = find_clusters(f, together=[(1, 6)], apart=[(1, 3), (2, 3)])
    assert [sorted(cluster.members) for cluster in found] == [[1, 2, 6]]


def test_points_stand_for_names_of_places() -> None:
    spot: dict[str, Any] = {
        "category": "traffic.parking.",
        "area": "11.1101.110107.110107006.110107006005.001.",
    }
    near = [
        replace(m, lon=116.165 + n * 0.0005, lat=39.931, **spot)
        for n, m in enumerate(
            messages(
                ("下班回来转三圈没有车位", "下班回来小区里没有停车位，只能停到外面马路上。"),
                ("车位不够，天天抢车位", "停车位太少，每天回来都要抢车位。"),
                ("没地方停车，私家车堵楼门口", "私家车乱停把楼门口堵了，没有地方停车。"),
            )
        )
    ]
    far = replace(near[0], id=9, lon=116.9, lat=39.2, area="11.1101.110108.110108001.110108001001.")
    found = find_clusters(features_of([*near, far]))
    assert [sorted(cluster.members) for cluster in found] == [[1, 2, 3]]


def test_without_points_and_names_the_same_words_of_two_communities_are_two_matters() -> None:
    here = "11.1101.110107.110107006.110107006005."
    there = "11.1101.110107.110107006.110107006006."
    words = ("楼道灯坏了三天没人修", "楼道灯坏了，晚上看不清台阶。")
    told = messages(words, words, words, words)
    placed = [replace(m, area=here if m.id < 3 else there) for m in told]
    found = find_clusters(features_of(placed))
    assert sorted(sorted(cluster.members) for cluster in found) == [[1, 2], [3, 4]]


def test_a_chain_of_neighbours_is_not_one_matter() -> None:
    """Each message is like the next one only; the first and the last share nothing."""
    words = "搅拌粉尘", "粉尘噪音", "噪音施工", "施工围挡", "围挡堵路", "堵路公交", "公交改线"
    chain = [(f"A2区丽发新城{w}", f"{w}，{w}。") for w in words]
    sizes = [len(c.members) for c in find_clusters(features_of(messages(*chain)))]
    assert max(sizes, default=0) < len(words)


def test_one_message_makes_no_cluster() -> None:
    assert find_clusters(features_of(messages(PLANT[0]))) == []


def test_names_are_learnt_from_what_follows_a_district() -> None:
    texts = [plain("A5区五矿万境K9县墙壁开裂"), plain("投诉A2区丽发新城小区附近建搅拌站")]
    names = learn_names(texts * 5)
    text = plain("丽发新城和五矿万境")
    assert [text[a:b] for a, b in find_names(text, names)] == ["丽发新城", "五矿万境"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([*PLANT, *ELSEWHERE]), min_size=1, max_size=12))
def test_nobody_is_in_two_clusters_and_equal_messages_are_together(
    pairs: list[tuple[str, str]],
) -> None:
    told = messages(*pairs)
    found = find_clusters(features_of(told))
    members = [i for cluster in found for i in cluster.members]
    assert len(members) == len(set(members))
    home = {i: n for n, cluster in enumerate(found) for i in cluster.members}
    for one in told:
        for other in told:
            if one.id < other.id and one.title == other.title:
                assert home[one.id] == home[other.id]


def test_agreement_counts_pairs_and_shares() -> None:
    labels = {1: "a", 2: "a", 3: "a", 4: "", 5: ""}
    found = compare(labels, {1: 7, 2: 7, 4: 7})
    assert found.pairwise_precision == 1 / 3
    assert found.pairwise_recall == 1 / 3
    assert round(found.bcubed_precision, 3) == round((2 / 3 + 2 / 3 + 1 + 1 / 3 + 1) / 5, 3)
    assert compare(labels, {1: 7, 2: 7, 3: 7}).bcubed_f1 == 1.0
