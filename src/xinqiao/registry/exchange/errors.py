"""What can be wrong with a file of people or one of its rows, for the person who sent it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict, NotFound


class ImportNotFound(NotFound):
    message = _("We do not find this file among yours. It may have been removed after 30 days.")


class ImportMovedOn(Conflict):
    message = _("This file is already being taken in, or it was left. Please reload the page.")


class ColumnsMissing(BadInput):
    """A file without the columns that every person needs."""

    code = "columns_missing"
    message = _(
        "“%(file)s” has no column for: %(missing)s. Its columns are: %(columns)s. "
        "Please rename them as in the example file."
    )


class NotAPersonFile(BadInput):
    """Neither .xlsx nor .csv."""

    code = "not_a_person_file"
    message = _("Please choose a file of the kind .xlsx or .csv.")


class FileTooBig(BadInput):
    """More bytes than the page takes."""

    code = "file_too_big"
    message = _("The file has more than %(limit_mb)s MB. Please split it and send the parts.")


class FileOutside(BadInput):
    """No area into which this person may take a file."""

    code = "file_outside"
    message = _("You have no area into which people could be taken. Please choose one of yours.")


class CellMissing(BadInput):
    """An empty cell where something is needed."""

    code = "cell_missing"
    message = _("The cell “%(column)s” is empty.")


class WordUnknown(BadInput):
    """A word in a cell that means none of the choices."""

    code = "word_unknown"
    message = _("“%(word)s” is not known for “%(column)s”. Known are for example: %(known)s.")


class NumberLostDigits(BadInput):
    """A spreadsheet has made a number of 18 digits into one of 15 and an exponent."""

    code = "number_lost_digits"
    message = _(
        "The spreadsheet has cut the citizen number to “%(text)s”. Please make the column "
        "text and type the number again."
    )


class DateUnreadable(BadInput):
    """Not a calendar day."""

    code = "date_unreadable"
    message = _("“%(text)s” is not a day we can read. Please write it like 1956-03-01.")


class NameMasked(BadInput):
    """A name behind stars is no name."""

    code = "name_masked"
    message = _("The name “%(name)s” is masked. Please give the whole name.")


class PlaceMissing(BadInput):
    """No way to tell where somebody lives."""

    code = "place_missing"
    message = _("There is no estate, building or room in this row, so the home is unknown.")


class PlaceUnknown(BadInput):
    """An estate or building that no grid has."""

    code = "place_unknown"
    message = _(
        "%(place)s is not known here. Please give the grid in the column “网格”, or ask the "
        "administrator to add the building."
    )


class PlaceAmbiguous(BadInput):
    """Two buildings of the same name."""

    code = "place_ambiguous"
    message = _("There are several %(place)s here. Please give the grid in the column “网格”.")


class GridDisagrees(BadInput):
    """The building stands in another grid than the row says."""

    code = "grid_disagrees"
    message = _(
        "The register has %(place)s in another grid than %(grid)s. Please correct one of them."
    )


class GridUnknown(BadInput):
    """A grid that does not exist in the area of the file."""

    code = "grid_unknown"
    message = _("The grid “%(grid)s” is not known in %(area)s. Please give its name or its code.")


class NotLoaded(BadInput):
    """A row that the database refused."""

    code = "not_loaded"
    message = _("This row could not be written. Please check it for unusual characters.")


class ExportTooBig(BadInput):
    """More people than one file may hold."""

    code = "export_too_big"
    message = _("These are more than %(limit)s people. Please choose a smaller area.")


class NumberDoubled(BadInput):
    """One citizen number on two names of a file."""

    code = "number_doubled"
    message = _("This citizen number stands in line %(line)s with another name. Please compare.")


class NumberTaken(BadInput):
    """A citizen number that the register has with another name."""

    code = "number_taken"
    message = _("The register has this citizen number with another name. Please compare the card.")
