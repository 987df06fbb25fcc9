"""Refusals of the room `notifications`."""

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import NotFound


class NoSuchNotice(NotFound):
    """Not there, or somebody else's."""

    code = "no_such_notice"
    message = _("This notice is no longer there. Please go back to your notices.")
