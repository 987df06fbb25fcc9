"""Django application of the room `events`."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Registers `xinqiao.events`."""

    name = "xinqiao.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"
