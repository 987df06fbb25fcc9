"""Django application of the room `workflow`."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Registers `xinqiao.workflow`."""

    name = "xinqiao.workflow"
    label = "workflow"
    default_auto_field = "django.db.models.BigAutoField"
