"""Django application of the room `grid`."""

from django.apps import AppConfig


class GridConfig(AppConfig):
    """Registers `xinqiao.grid`."""

    name = "xinqiao.grid"
    label = "grid"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell accounts where posts come from."""
        from xinqiao.accounts.hooks import set_actor_source
        from xinqiao.grid.selectors.posts import actor_for

        set_actor_source(actor_for)
