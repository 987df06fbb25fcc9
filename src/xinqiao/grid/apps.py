"""Django application of the room `grid`."""

from importlib import import_module

from django.apps import AppConfig


class GridConfig(AppConfig):
    """Registers `xinqiao.grid`."""

    name = "xinqiao.grid"
    label = "grid"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell accounts where posts come from, and everybody what this room has to show."""
        from xinqiao.accounts.hooks import set_actor_source
        from xinqiao.grid.selectors.posts import actor_for

        set_actor_source(actor_for)
        for part in ("kinds", "navigation"):
            import_module(f"xinqiao.grid.{part}")
