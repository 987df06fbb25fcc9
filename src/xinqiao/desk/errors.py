"""What the desk refuses."""

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import NotAllowed


class BoardRefused(NotAllowed):
    """403: the actor answers neither for this area nor for this unit."""

    code = "board_refused"
    message = _(
        "The board shows areas and units to those who answer for them. "
        "Please open the board of your own area or unit."
    )
