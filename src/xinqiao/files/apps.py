"""Django application of the room `files`."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Registers `xinqiao.files`."""

    name = "xinqiao.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
