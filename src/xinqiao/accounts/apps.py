"""Django application of the room `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers `xinqiao.accounts`."""

    name = "xinqiao.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
