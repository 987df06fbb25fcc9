"""Django application of the room `notifications`."""

from importlib import import_module

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Registers `xinqiao.notifications`."""

    name = "xinqiao.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Send the sign-in codes of the room below."""
        import_module("xinqiao.notifications.navigation")
        from xinqiao.accounts.hooks import set_code_sender
        from xinqiao.notifications.services.sign_in_code import send_sign_in_code

        set_code_sender(send_sign_in_code)
