"""Figures in words."""

from __future__ import annotations

from xinqiao.kit.templatetags.xinqiao import span

_STEP = 5
_ROUNDED_FROM = 30


def wait_words(minutes: float | None) -> str:
    """A waiting time in its largest unit; a dash for none.

    Waits come from histograms within 2.44 %, so from half an hour on they are rounded to five
    minutes: an hour must not be read as 59 minutes.
    """
    if minutes is None:
        return "—"
    shown = round(minutes / _STEP) * _STEP if minutes >= _ROUNDED_FROM else minutes
    return span(shown * 60)
