"""Django application of the room `issues`."""

from django.apps import AppConfig


class IssuesConfig(AppConfig):
    """Registers `xinqiao.issues`."""

    name = "xinqiao.issues"
    label = "issues"
    default_auto_field = "django.db.models.BigAutoField"
