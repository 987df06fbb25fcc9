"""Import this before anything of the product: it makes Django ready on `DATABASE_URL`."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xinqiao.config.settings")
django.setup()
