"""What can be wrong with a file, a mapping or a row, as sentences for the person who sent it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, NotFound


class MappingUnreadable(BadInput):
    """A mapping file that is no JSON of our shape."""

    code = "mapping_unreadable"
    message = _("The mapping “%(name)s” cannot be used: %(problem)s")


class MappingUnknown(NotFound):
    """No shipped mapping of that name."""

    code = "mapping_unknown"
    message = _("There is no mapping “%(name)s”. Known ones: %(known)s. Or give a file by --map.")


class ColumnsMissing(BadInput):
    """A file without the columns that every request needs."""

    code = "columns_missing"
    message = _(
        "“%(file)s” has no column for: %(missing)s. Its columns are: %(columns)s. "
        "Name them in a mapping file."
    )


class CellMissing(BadInput):
    """An empty cell where something is needed."""

    code = "cell_missing"
    message = _("The cell “%(column)s” is empty.")


class NumberDoubled(BadInput):
    """One source number on two different requests of a file."""

    code = "number_doubled"
    message = _("The number %(number)s already stands in line %(line)s with other words.")


class AnswerWithoutTime(BadInput):
    """Half an answer."""

    code = "answer_without_time"
    message = _("There is an answer but no time of it.")


class TimeWithoutAnswer(BadInput):
    """Half an answer."""

    code = "time_without_answer"
    message = _("There is a time of the answer but no answer.")


class AnswerTooEarly(BadInput):
    """An answer before its question."""

    code = "answer_too_early"
    message = _("The answer of %(answered)s is older than the request of %(opened)s.")


class NotYet(BadInput):
    """A time in the future."""

    code = "time_in_future"
    message = _("%(time)s has not come yet.")


class CategoryUnknown(BadInput):
    """A category that has no counterpart here."""

    code = "category_unknown"
    message = _("The category “%(category)s” is not known here. Name its code in the mapping file.")


class AreaUnknown(BadInput):
    """An area that is in no register and no gazetteer."""

    code = "area_unknown"
    message = _("The area “%(area)s” is not known here. Name it in a gazetteer file.")


class NotLoaded(BadInput):
    """A row that the database refused."""

    code = "not_loaded"
    message = _("The database refused this row: %(problem)s")


class ForeignAreas(BadInput):
    """A gazetteer may not make real divisions."""

    code = "foreign_areas"
    message = _(
        "The gazetteer names areas that are not registered: %(codes)s. Import them first with "
        "“xinqiao import areas”; only test codes, which begin with 99, are made here."
    )


class ExportTooBig(BadInput):
    """More rows than one table may hold."""

    code = "export_too_big"
    message = _(
        "These are more than %(limit)s requests. Please choose a shorter period or a smaller area."
    )


class NotDegrees(BadInput):
    """A coordinate that is no number."""

    code = "not_degrees"
    message = _("“%(value)s” is not a longitude or latitude in degrees.")
