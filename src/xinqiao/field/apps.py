"""Django application of the room `field`."""

from django.apps import AppConfig


class FieldConfig(AppConfig):
    """Registers `xinqiao.field`."""

    name = "xinqiao.field"
    label = "field"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what its events mean, what every phone carries, what ends a phone."""
        from xinqiao.field import items, kinds, navigation, register, signals  # noqa: F401

        items.register()
        register.register()
