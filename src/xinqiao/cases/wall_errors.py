"""What can go wrong about the public wall, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict


class ObjectionDecided(Conflict):
    """Somebody else was faster."""

    code = "objection_decided"
    message = _("This objection has been decided already. Please reload the page.")


class BadDays(BadInput):
    """A length of the wall that cannot hold."""

    code = "bad_days"
    message = _("Please give whole days between 1 and %(limit)s.")
