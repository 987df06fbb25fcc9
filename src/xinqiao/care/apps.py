"""Django application of the room `care`."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """Registers `xinqiao.care`."""

    name = "xinqiao.care"
    label = "care"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare flows, pages, files, what follows from events, what other rooms show."""
        from xinqiao.care import (
            field,
            gates,
            kinds,  # noqa: F401
            navigation,  # noqa: F401
            own_data,
            pages,
            panel,
            references,  # noqa: F401
            sealed,  # noqa: F401
            subscribers,  # noqa: F401
        )
        from xinqiao.care.flow import CALL_FLOW, FITTING_FLOW
        from xinqiao.workflow.machine import register

        register(CALL_FLOW)
        register(FITTING_FLOW)
        pages.register()
        gates.register()
        own_data.register()
        field.register()
        panel.register()
