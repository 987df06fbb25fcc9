"""Django application of the room `indicators`."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Registers `xinqiao.indicators`."""

    name = "xinqiao.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"
