"""Django application of the room `upkeep`."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """Registers `xinqiao.upkeep`."""

    name = "xinqiao.upkeep"
    label = "upkeep"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the flow of upkeep, its pages, what phones carry, what follows."""
        from xinqiao.indicators.declare import declare
        from xinqiao.upkeep import (
            gates,
            kinds,  # noqa: F401
            navigation,  # noqa: F401
            pages,
            phone,
            subscribers,  # noqa: F401
        )
        from xinqiao.upkeep.flow import UPKEEP_FLOW
        from xinqiao.upkeep.metrics import UPKEEP_FEED
        from xinqiao.workflow.machine import register

        register(UPKEEP_FLOW)
        declare(UPKEEP_FEED)
        pages.register()
        gates.register()
        phone.register()
