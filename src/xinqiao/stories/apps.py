"""Django application of the room `stories`."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    """Registers `xinqiao.stories`."""

    name = "xinqiao.stories"
    label = "stories"
    default_auto_field = "django.db.models.BigAutoField"
