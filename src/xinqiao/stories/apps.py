"""Django application of the room `stories`."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    """Registers `xinqiao.stories`."""

    name = "xinqiao.stories"
    label = "stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the sign-in page whom the demonstration offers; it asks in a demonstration only."""
        from xinqiao.accounts.hooks import set_demo_people
        from xinqiao.stories.people import offered

        set_demo_people(offered)
