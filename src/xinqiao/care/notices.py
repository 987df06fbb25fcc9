"""What people are told about calls. Words name nobody and say nothing about health."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.notifications.catalogue import NoticeTemplate, declare

declare(
    NoticeTemplate(
        code="care.rung",
        title=_("A neighbour needs help now"),
        body=_("Can you come? Please answer on the page; it is no trouble if you cannot."),
        sms=_("Xinqiao: a neighbour near you needs help. Can you come? Answer here:"),
        icon="heart-handshake",
    ),
    NoticeTemplate(
        code="care.no_longer",
        title=_("You need not come any more"),
        body=_("The call was taken back. Thank you for being ready."),
        sms=_("Xinqiao: the call was taken back, you need not come any more. Thank you."),
        icon="circle-check",
    ),
    NoticeTemplate(
        code="care.comes",
        title=_("Somebody comes to you"),
        body=_("The page says who it is and when they set out."),
        sms=_("Xinqiao: somebody is on the way to you. Who it is stands here:"),
        icon="walk",
    ),
    NoticeTemplate(
        code="care.late",
        title=_("Nobody has answered call %(number)s yet"),
        body=_("Please ring somebody or go yourself."),
        icon="alert-octagon",
    ),
    NoticeTemplate(
        code="care.fitting",
        title=_("Please fit a device, number %(number)s"),
        body=_("The address and the device are on its page."),
        icon="tools",
    ),
    NoticeTemplate(
        code="care.fitting_late",
        title=_("The fitting %(number)s is late"),
        body=_("Please fit it, or hand it to somebody else."),
        icon="alert-triangle",
    ),
)
