"""Django application of the room `cases`."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registers `xinqiao.cases`."""

    name = "xinqiao.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the flow of requests, its pages, who may open its files, what follows."""
        from xinqiao.cases import gates, pages, phones, raising, subscribers  # noqa: F401
        from xinqiao.cases.flow import CASE_FLOW
        from xinqiao.cases.metrics import CASE_FEED
        from xinqiao.cases.suggesting import kinds, navigation  # noqa: F401
        from xinqiao.indicators.declare import declare
        from xinqiao.workflow.machine import register

        register(CASE_FLOW)
        declare(CASE_FEED)
        pages.register()
        gates.register()
        raising.register()
        phones.register()
