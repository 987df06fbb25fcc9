"""What can go wrong with areas, posts and places, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict, DomainError, NotFound


class BadCode(BadInput):
    """A division code that no standard knows."""

    code = "bad_area_code"
    message = _(
        "“%(code)s” is not an area code. A code has 2, 4, 6, 9 or 12 digits, "
        "or 15 for a grid, and ends in zeros only where its level is given."
    )


class GridNumbersUsedUp(Conflict):
    """A community has given out all 999 grid numbers."""

    code = "grid_numbers_used_up"
    message = _("Community %(code)s has used all 999 grid numbers. Please split the community.")


class BadBoundary(BadInput):
    """A geometry that encloses no land."""

    code = "bad_boundary"
    message = _(
        "This boundary cannot be used: %(reason)s. Please draw it again or repair the file."
    )


class BadFile(BadInput):
    """A file that cannot be imported at all; nothing was changed."""

    code = "bad_file"
    message = _("The file cannot be read: %(reason)s. Nothing was imported.")


class AreaNotFound(NotFound):
    """No area of this code, or none this person may see."""

    code = "area_not_found"
    message = _("No area has the code %(code)s. Please check the code.")


class OutsideAllGrids(BadInput):
    """A point that lies in no grid."""

    code = "outside_grids"
    message = _("This place lies outside the area we serve. Please choose a place inside it.")


class OutsideNear(OutsideAllGrids):
    """A point that lies in no grid, with the nearest community."""

    message = _(
        "This place lies outside the area we serve. The nearest community is %(community)s, "
        "%(distance)s away. Please choose a place inside it or call that community."
    )


class SignInNeeded(DomainError):
    """401: nobody known asks for what is not public."""

    code = "sign_in_needed"
    status = 401
    message = _("Please sign in, or send a key as “Authorization: Bearer …”.")
