"""Django application of the room `publicity`."""

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    """Registers `xinqiao.publicity`."""

    name = "xinqiao.publicity"
    label = "publicity"
    default_auto_field = "django.db.models.BigAutoField"
