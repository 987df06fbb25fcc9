"""Every row appears on exactly one page, forwards and back, also those without a value."""

from datetime import UTC, datetime, timedelta

import pytest

from xinqiao.accounts.models import User
from xinqiao.kit.paging import BadCursor, Order, decode_cursor, encode_cursor, paginate

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def people():
    # Ties on purpose: only the id tells them apart.
    User.objects.bulk_create(
        User(
            username=f"u{i}",
            display_name="x",
            created_at=AT,
            locked_until=None if i % 3 == 0 else AT + timedelta(hours=i // 4),
        )
        for i in range(23)
    )


@pytest.mark.parametrize(
    "order",
    [
        Order("locked_until", nullable=True),
        Order("locked_until", nullable=True, descending=True),
        Order("username"),
        Order("id", descending=True),
    ],
)
def test_pages_hold_every_row_once(order):
    pages, cursor = [], None
    while True:
        page = paginate(User.objects.all(), order=order, cursor=cursor, size=4)
        pages.append([user.pk for user in page])
        if page.next is None:
            break
        cursor = page.next
    seen = [pk for page_ in pages for pk in page_]
    assert len(seen) == len(set(seen)) == 23
    if order.nullable:
        locked = dict(User.objects.values_list("pk", "locked_until"))
        assert all(locked[pk] is None for pk in seen[-8:])
    back = []
    while page.previous:
        page = paginate(User.objects.all(), order=order, cursor=page.previous, size=4)
        back.append([user.pk for user in page])
    assert back[::-1] == pages[:-1]


def test_a_page_costs_one_statement(django_assert_num_queries):
    order = Order("locked_until", nullable=True)
    with django_assert_num_queries(1):
        page = paginate(User.objects.all(), order=order, size=4)
    with django_assert_num_queries(1):
        paginate(User.objects.all(), order=order, cursor=page.next, size=4)


def test_a_forged_cursor_is_refused():
    cursor = encode_cursor(User.objects.first(), Order("username"))
    assert decode_cursor(cursor, Order("username"))[0] is False
    for order, text in (
        (Order("id"), cursor),
        (Order("username"), cursor[:-1]),
        (Order("id"), "x"),
    ):
        with pytest.raises(BadCursor):
            paginate(User.objects.all(), order=order, cursor=text)
