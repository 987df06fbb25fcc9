"""Django application of the room `supervision`."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Registers `xinqiao.supervision`."""

    name = "xinqiao.supervision"
    label = "supervision"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the flow of notices, its pages, who may open its files, what follows."""
        from xinqiao.indicators.declare import declare
        from xinqiao.supervision import (
            gates,
            kinds,  # noqa: F401
            navigation,  # noqa: F401
            pages,
            subscribers,  # noqa: F401
        )
        from xinqiao.supervision.flow import SUPERVISION_FLOW
        from xinqiao.supervision.metrics import SUPERVISION_FEED
        from xinqiao.workflow.machine import register

        register(SUPERVISION_FLOW)
        declare(SUPERVISION_FEED)
        pages.register()
        gates.register()
