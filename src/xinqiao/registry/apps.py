"""Django application of the room `registry`."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Registers `xinqiao.registry`."""

    name = "xinqiao.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what its events mean, which columns are sealed, which rows follow a person."""
        from xinqiao.registry import kinds, references, sealed  # noqa: F401
