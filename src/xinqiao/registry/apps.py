"""Django application of the room `registry`."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Registers `xinqiao.registry`."""

    name = "xinqiao.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what its events mean, what is sealed, what follows people, grids and the clock."""
        from xinqiao.registry import kinds, references, sealed  # noqa: F401
        from xinqiao.registry.services import redraw

        redraw.register()
