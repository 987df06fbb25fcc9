"""Django application of the room `workflow`."""

from importlib import import_module

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Registers `xinqiao.workflow`."""

    name = "xinqiao.workflow"
    label = "workflow"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the navigation what this room has to show, and that items follow the grids."""
        import_module("xinqiao.workflow.navigation")
        from xinqiao.workflow.services import redrawn

        redrawn.register()
