"""`/field/`: the page that a phone keeps, and what lets it be put on the home screen."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

# Icons that the island puts where it needs them; the page carries them once.
ICONS: Final = (
    "alert-triangle",
    "building-community",
    "camera",
    "checklist",
    "checks",
    "chevron-left",
    "clock",
    "cloud-upload",
    "current-location",
    "dots-vertical",
    "git-compare",
    "home",
    "info-circle",
    "login",
    "logout",
    "map-pin",
    "pencil",
    "phone-call",
    "player-skip-forward",
    "refresh",
    "tool",
    "trash",
    "user-plus",
    "walk",
    "wifi-off",
)


@require_safe
@ensure_csrf_cookie
def page(request: HttpRequest) -> HttpResponse:
    """The frame without anybody's data, the same for everybody: it is kept on the phone as it is.

    Whoever may not work here learns it from the API, which alone hands out rows.
    """
    return render(request, "field/page.html", {"icons": ICONS})


@require_safe
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """Let a phone put the field page on its home screen, beside the site itself."""
    start = reverse("field:page")
    return JsonResponse(
        {
            "id": start,
            "name": _("Xinqiao for the grid"),
            "short_name": _("Xinqiao grid"),
            "start_url": start,
            "scope": "/",
            "display": "standalone",
            "orientation": "portrait",
            "lang": "zh-Hans",
            "theme_color": "#1e5aa8",
            "background_color": "#f4f6f9",
            "icons": [
                {"src": static("icon-192.png"), "sizes": "192x192", "type": "image/png"},
                {"src": static("icon-512.png"), "sizes": "512x512", "type": "image/png"},
                {"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            ],
            "shortcuts": [{"name": _("Report something"), "url": f"{start}#report"}],
        },
        content_type="application/manifest+json",
    )
