"""Django application of the room `desk`."""

from importlib import import_module

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers `xinqiao.desk`."""

    name = "xinqiao.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the entries of the navigation known."""
        import_module("xinqiao.desk.navigation")
