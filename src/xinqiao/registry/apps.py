"""Django application of the room `registry`."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Registers `xinqiao.registry`."""

    name = "xinqiao.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what its events mean, what is sealed, what follows people, grids and the clock."""
        from xinqiao.registry import (  # noqa: F401
            gates,
            kinds,
            law_navigation,
            navigation,
            references,
            sealed,
        )
        from xinqiao.registry.exchange import sealing  # noqa: F401
        from xinqiao.registry.services import redraw

        gates.register()
        redraw.register()
