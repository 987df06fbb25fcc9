"""Django application of the room `registry`."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Registers `xinqiao.registry`."""

    name = "xinqiao.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what its events mean and which of its columns are sealed."""
        from xinqiao.registry import kinds, sealed  # noqa: F401
