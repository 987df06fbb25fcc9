"""Django application of the room `participation`."""

from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """Registers `xinqiao.participation`."""

    name = "xinqiao.participation"
    label = "participation"
    default_auto_field = "django.db.models.BigAutoField"
