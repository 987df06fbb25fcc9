"""Django application of the room `workflow`."""

from importlib import import_module

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Registers `xinqiao.workflow`."""

    name = "xinqiao.workflow"
    label = "workflow"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what this room has to show, on every item's page too, and that items follow grids."""
        import_module("xinqiao.workflow.navigation")
        from xinqiao.workflow import working_days
        from xinqiao.workflow.extras import ItemPanel, register_panel
        from xinqiao.workflow.selectors.links import links_panel
        from xinqiao.workflow.services import redrawn

        redrawn.register()
        working_days.register()
        register_panel(
            ItemPanel(name="links", template="workflow/_links.html", context=links_panel)
        )
