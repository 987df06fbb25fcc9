"""Tags and filters of every page: bundles, icons, colours, numbers and times in words."""

from datetime import datetime
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join, linebreaks, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from xinqiao.kit import bundles
from xinqiao.kit.numbers import spoken
from xinqiao.kit.time import format_iso, local

register = template.Library()

COLOUR_WORDS = {
    "green": gettext_lazy("Done in time"),
    "blue": gettext_lazy("In progress"),
    "yellow": gettext_lazy("Due soon"),
    "red": gettext_lazy("Overdue"),
}
# A shape of its own for each colour, for people who do not tell colours apart.
COLOUR_ICONS = {
    "green": "circle-check",
    "blue": "player-play",
    "yellow": "alert-triangle",
    "red": "alert-octagon",
}


@register.simple_tag
def vite(name: str) -> SafeString:
    """Link the styles and the script of a bundle."""
    built = bundles.entry(name)
    return SafeString(
        format_html_join("", '<link rel="stylesheet" href="{}">', ((s,) for s in built.styles))
        + format_html_join(
            "", '<link rel="modulepreload" href="{}">', ((p,) for p in built.preloads)
        )
        + format_html('<script type="module" src="{}"></script>', built.script)
    )


@register.simple_tag
def icon(name: str, label: str = "", **attrs: Any) -> SafeString:
    """Draw an icon inline; decoration unless it has a `label`. Raises LookupError if unknown."""
    meaning = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="{}" width="24" height="24" viewBox="0 0 24 24" fill="none"'
        ' stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
        ' focusable="false" {}>{}</svg>',
        f"icon {attrs.get('class', '')}".strip(),
        meaning,
        # From the package of icons that we built ourselves, never from a person.
        mark_safe(bundles.icon_paths(str(name))),  # noqa: S308
    )


@register.inclusion_tag("_colour_badge.html")
def colour_badge(colour: str, short: bool = False) -> dict[str, Any]:
    """A promise's colour as word, shape and colour together."""
    name = str(colour)
    return {"colour": name, "words": COLOUR_WORDS[name], "icon": COLOUR_ICONS[name], "short": short}


@register.simple_tag
def number(value: str) -> SafeString:
    """A request's number in groups of four that stay on one line."""
    return format_html(
        '<span class="x-number">{}</span>', spoken(str(value)).replace(" ", "\u00a0")
    )


@register.simple_tag
def when(value: datetime | None, date_only: bool = False) -> SafeString:
    """A moment in Shanghai time; the year only where it is not this one."""
    if value is None:
        return SafeString("")
    here = local(value)
    day = "%m-%d" if here.year == local(timezone.now()).year else "%Y-%m-%d"
    words = here.strftime(day if date_only else f"{day} %H:%M")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        format_iso(value),
        here.strftime("%Y-%m-%d %H:%M"),
        words,
    )


@register.simple_tag
def due(value: datetime | None, at: datetime | None = None) -> SafeString:
    """How long is left until `value`, or how late it is, in words; `at` defaults to now."""
    if value is None:
        return SafeString("")
    seconds = int((value - (at or timezone.now())).total_seconds())
    span = _span(abs(seconds))
    words = _("%(span)s left") if seconds >= 0 else _("%(span)s late")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        format_iso(value),
        local(value).strftime("%Y-%m-%d %H:%M"),
        words % {"span": span},
    )


@register.filter
def span(seconds: float | None) -> str:
    """A length of time in its largest unit: "3 hours"."""
    return "" if seconds is None else _span(int(seconds))


@register.filter
def words(value: Any) -> SafeString:
    """What a person wrote: escaped, with its paragraphs and lines kept."""
    text = "".join(char for char in str(value or "") if char.isprintable() or char in "\n\t")
    return SafeString(linebreaks(escape(text)))


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The query string of this page with changes; None takes a parameter away."""
    request: HttpRequest = context["request"]
    params = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            params.pop(name, None)
        else:
            params[name] = str(value)
    return f"?{params.urlencode()}"


class FilledNode(template.Node):
    """Renders what it wraps only when there are words or pictures in it."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        """Return the content, or nothing where only empty tags are left."""
        content = self.nodelist.render(context)
        return content if strip_tags(content).strip() else SafeString("")


@register.tag
def filled(parser: template.base.Parser, token: template.base.Token) -> FilledNode:
    """`{% filled %}<h1>{% block page_title %}{% endblock %}</h1>{% endfilled %}`."""
    nodelist = parser.parse(("endfilled",))
    parser.delete_first_token()
    return FilledNode(nodelist)


def _span(seconds: int) -> str:
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if days >= 2:
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    if hours >= 1:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    minutes = max(minutes, 1)
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
