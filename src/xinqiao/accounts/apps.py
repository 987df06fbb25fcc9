"""Django application of the room `accounts`."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers `xinqiao.accounts`."""

    name = "xinqiao.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect what needs the models of other applications."""
        for part in ("signals", "kinds", "navigation"):
            import_module(f"xinqiao.accounts.{part}")
