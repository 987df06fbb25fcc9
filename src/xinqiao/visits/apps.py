"""Django application of the room `visits`."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Registers `xinqiao.visits`."""

    name = "xinqiao.visits"
    label = "visits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what plans and freshness record, what follows, what others may ask."""
        from xinqiao.visits import (
            phone,
            plan_kinds,  # noqa: F401
            plan_navigation,  # noqa: F401
            plan_panels,
            plan_references,
            plan_subscribers,  # noqa: F401
        )

        plan_references.register()
        plan_panels.register()
        phone.register()
