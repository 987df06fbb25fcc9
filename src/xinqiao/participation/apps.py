"""Django application of the room `participation`."""

from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """Registers `xinqiao.participation`."""

    name = "xinqiao.participation"
    label = "participation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the flow of projects, its pages, who may open its files."""
        from xinqiao.indicators.declare import declare
        from xinqiao.participation import gates, kinds, navigation, pages  # noqa: F401
        from xinqiao.participation.flow import PROJECT_FLOW
        from xinqiao.participation.metrics import PROJECT_FEED
        from xinqiao.workflow.machine import register

        register(PROJECT_FLOW)
        declare(PROJECT_FEED)
        pages.register()
        gates.register()
