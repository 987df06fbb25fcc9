"""Django application of the room `indicators`."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class IndicatorsConfig(AppConfig):
    """Registers `xinqiao.indicators`."""

    name = "xinqiao.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the events; after each migration the declared indicators become rows."""
        from xinqiao.indicators import kinds, navigation  # noqa: F401

        post_migrate.connect(_seed, sender=self)


def _seed(*, app_config: AppConfig, using: str, **_more: Any) -> None:
    """Write declared indicators that have never had a row, once the table is there."""
    from django.db import connections

    from xinqiao.indicators.models import Definition
    from xinqiao.indicators.services.definitions import seed_definitions

    if Definition._meta.db_table in connections[using].introspection.table_names():
        seed_definitions()
