"""What only the API can refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, DomainError, NotAllowed


class Changed(DomainError):
    """412: If-Match names a version that is no longer the newest."""

    code = "changed"
    status = 412
    message = _("This request has changed since you read it. Please read it again.")


class BadKey(BadInput):
    """An idempotency key that another sender could guess, or that is too long."""

    code = "bad_idempotency_key"
    message = _(
        "The Idempotency-Key must have 16 to 200 letters, digits or signs, for example a UUID."
    )


class BadBox(BadInput):
    """A bounding box that is none."""

    code = "bad_bbox"
    message = _("bbox must be west,south,east,north in degrees, for example 116.1,39.8,116.3,40.")


class CategoryMissing(BadInput):
    """No category given and none heard in the words."""

    code = "category_missing"
    message = _("Please give a category; the words do not tell what it is about.")


class UnknownParameter(BadInput):
    """A query parameter that is not in the description."""

    code = "unknown_parameter"
    message = _("“%(name)s” is not known here. These are: %(known)s.")


class StaffOnly(NotAllowed):
    """Many requests at once are for those whose duty they are."""

    code = "staff_only"
    message = _("Only staff may handle many requests at once. Please send them one by one.")
