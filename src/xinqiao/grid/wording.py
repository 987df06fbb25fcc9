"""Distances in words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def distance_words(metres: float) -> str:
    """`350 metres`, `2.4 kilometres`, as people would say it."""
    if metres < 1000:
        return _("%(count)d metres") % {"count": max(10, round(metres / 10) * 10)}
    if metres < 10_000:
        return _("%(count).1f kilometres") % {"count": metres / 1000}
    return _("%(count)d kilometres") % {"count": round(metres / 1000)}
