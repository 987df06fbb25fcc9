"""Django application of the room `publicity`."""

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    """Registers `xinqiao.publicity`."""

    name = "xinqiao.publicity"
    label = "publicity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what its events mean, who may open its files, what follows, where to find it."""
        from xinqiao.publicity import gates, kinds, navigation, subscribers  # noqa: F401

        gates.register()
