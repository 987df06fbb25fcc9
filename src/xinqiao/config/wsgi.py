"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xinqiao.config.settings")

application = get_wsgi_application()
# All pages are imported before the first request, so that nobody waits for it and a broken
# page stops the start instead of somebody's click.
get_resolver().url_patterns  # noqa: B018
