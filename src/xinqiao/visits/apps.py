"""Django application of the room `visits`."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Registers `xinqiao.visits`."""

    name = "xinqiao.visits"
    label = "visits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is recorded, what follows, what hangs on other rooms, what phones carry."""
        from xinqiao.visits import (
            gates,
            kinds,  # noqa: F401
            own_data,
            phone,
            plan_kinds,  # noqa: F401
            plan_navigation,  # noqa: F401
            plan_panels,
            plan_references,
            plan_subscribers,  # noqa: F401
            references,
            visit_navigation,  # noqa: F401
            visit_panels,
        )
        from xinqiao.visits.services import redrawn

        gates.register()
        own_data.register()
        references.register()
        redrawn.register()
        plan_references.register()
        plan_panels.register()
        phone.register()
        visit_panels.register()
