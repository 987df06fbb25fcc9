"""Django application of the room `assessment`."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Registers `xinqiao.assessment`."""

    name = "xinqiao.assessment"
    label = "assessment"
    default_auto_field = "django.db.models.BigAutoField"
