"""What can be wrong with figures and their definitions, each with a sentence."""

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict, NotFound


class UnknownIndicator(NotFound):
    """No definition of this code is valid on the day."""

    code = "unknown_indicator"
    message = _("There is no indicator “%(indicator)s” on %(day)s. Please choose one of the list.")


class UnknownFlow(BadInput):
    """A flow that feeds no measures."""

    code = "unknown_flow"
    message = _("Nothing is counted for “%(flow)s”. Please choose one of the list.")


class UnknownMeasure(BadInput):
    """A name that no measure has."""

    code = "unknown_measure"
    message = _("There is no measure “%(measure)s”. Please choose one of the list.")


class EmptySide(BadInput):
    """Nothing above or below the line."""

    code = "empty_side"
    message = _("Please choose at least one measure to count and one to divide by.")


class DivisionByZero(BadInput):
    """A denominator that can never be anything but zero."""

    code = "division_by_zero"
    message = _(
        "“%(measure)s” is never counted here, so it would be a division by zero. Please divide by "
        "another measure."
    )


class OtherDay(BadInput):
    """Above and below the line are counted on different days, so the rate could exceed one."""

    code = "other_day"
    message = _(
        "“%(numerator)s” and “%(denominator)s” are counted on different days, so the rate could "
        "exceed 100 %%. Please choose measures of the same day."
    )


class NotAPart(BadInput):
    """What is above the line is not a part of what is below, or is counted twice."""

    code = "not_a_part"
    message = _(
        "“%(measure)s” is not a part of what it is divided by, or would be counted twice, so the "
        "rate could exceed 100 %%. Please choose another measure."
    )


class NotARate(BadInput):
    """Scores added up are no number of items."""

    code = "not_a_rate"
    message = _("“%(measure)s” adds up points and cannot be part of a rate.")


class EndsBeforeStart(BadInput):
    """A period of validity that is empty."""

    code = "ends_before_start"
    message = _("The last day cannot lie before the first day. Please check both.")


class PeriodsOverlap(Conflict):
    """Another version of the same indicator is valid on some of these days."""

    code = "periods_overlap"
    message = _(
        "Another version of “%(indicator)s” is valid on some of these days (%(period)s). Please "
        "choose days when none is."
    )


class BadIndicatorCode(BadInput):
    """A code that cannot stand in an address."""

    code = "bad_indicator_code"
    message = _("A code has 2 to 40 small letters, digits and “_”, and begins with a letter.")


class BadDirection(BadInput):
    """Neither high nor low."""

    code = "bad_direction"
    message = _("Please say whether a high or a low value is better.")


class LogBusy(Conflict):
    """Somebody else is computing the figures, or a writer of the log does not end."""

    code = "log_busy"
    message = _("The figures are being computed already. Please try again in a minute.")
