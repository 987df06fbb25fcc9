"""Django application of the room `assessment`."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Registers `xinqiao.assessment`."""

    name = "xinqiao.assessment"
    label = "assessment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the words of its events, its navigation, who may open its files, what follows."""
        from xinqiao.assessment import (
            gates,
            kinds,  # noqa: F401
            navigation,  # noqa: F401
            subscribers,  # noqa: F401
        )

        gates.register()
