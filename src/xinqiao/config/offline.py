"""The service worker and the web manifest, which must live at the root of the site."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from xinqiao.kit.errors import NotFound


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> FileResponse:
    """Send the worker from the root, since a worker governs only what lies below it."""
    path = Path(settings.STATIC_BUILT) / "sw.js"
    if not path.is_file():
        raise NotFound
    return FileResponse(path.open("rb"), content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(max_age=3600)
def web_manifest(request: HttpRequest) -> HttpResponse:
    """Let a phone put the site on its home screen."""
    return JsonResponse(
        {
            "id": "/",
            "name": _("Xinqiao, the neighbourhood's bridge"),
            "short_name": _("Xinqiao"),
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "lang": "zh-Hans",
            "theme_color": "#1e5aa8",
            "background_color": "#ffffff",
            "icons": [
                {"src": static("icon-192.png"), "sizes": "192x192", "type": "image/png"},
                {"src": static("icon-512.png"), "sizes": "512x512", "type": "image/png"},
                {"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            ],
            "shortcuts": [{"name": _("Report something"), "url": "/report/"}],
        },
        content_type="application/manifest+json",
    )
