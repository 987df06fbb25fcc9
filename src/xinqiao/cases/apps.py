"""Django application of the room `cases`."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registers `xinqiao.cases`."""

    name = "xinqiao.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
