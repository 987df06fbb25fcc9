"""Root addresses. Each room writes its paths from the site's root, so a path is found by grep."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from xinqiao.config import health, offline, preferences
from xinqiao.config.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("sw.js", offline.service_worker, name="service-worker"),
    path("site.webmanifest", offline.web_manifest, name="web-manifest"),
    path("preferences/large-type", preferences.large_type, name="large-type"),
    path("api/v1/", api.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("xinqiao.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("xinqiao.desk.urls")),
    path("", include("xinqiao.workflow.urls")),
    path("", include("xinqiao.indicators.urls")),
    path("", include("xinqiao.notifications.urls")),
    path("", include("xinqiao.grid.urls")),
    path("", include("xinqiao.files.urls")),
    path("", include("xinqiao.cases.urls")),
    path("", include("xinqiao.issues.urls")),
    path("", include("xinqiao.supervision.urls")),
    path("", include("xinqiao.assessment.urls")),
    path("", include("xinqiao.publicity.urls")),
    path("", include("xinqiao.registry.urls")),
    path("", include("xinqiao.visits.urls")),
    path("", include("xinqiao.care.urls")),
    path("", include("xinqiao.upkeep.urls")),
    path("", include("xinqiao.participation.urls")),
    path("", include("xinqiao.field.urls")),
]

if find_spec("xinqiao.cases.open311"):
    urlpatterns.append(path("open311/v2/", include("xinqiao.cases.open311.urls")))

handler403 = "xinqiao.config.problems.handle_403"
handler404 = "xinqiao.config.problems.handle_404"
handler500 = "xinqiao.config.problems.handle_500"
