"""Django application of the room `issues`."""

from django.apps import AppConfig


class IssuesConfig(AppConfig):
    """Registers `xinqiao.issues`."""

    name = "xinqiao.issues"
    label = "issues"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what this room records, listens to, and adds to other pages."""
        from xinqiao.issues import kinds, navigation, panels, subscribers  # noqa: F401
