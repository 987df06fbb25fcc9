"""What can be wrong with a file to learn from or with a kept model, and what to do about it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict, NotFound


class ColumnsMissing(BadInput):
    """A table without texts or without labels."""

    code = "training_columns_missing"
    message = _(
        "“%(name)s” needs the columns text and label, or subject, body and label. "
        "It has: %(columns)s."
    )


class TooFewRows(BadInput):
    """Too little to learn from."""

    code = "training_too_few_rows"
    message = _(
        "There are %(rows)s usable rows; at least %(least)s are needed before a guess is worth "
        "anything."
    )


class TooFewLabels(BadInput):
    """Nothing to tell apart."""

    code = "training_too_few_labels"
    message = _(
        "Only %(labels)s labels have %(least)s rows or more. At least two are needed, so that "
        "there is something to tell apart."
    )


class LabelsUnknown(BadInput):
    """Labels that are no category here."""

    code = "training_labels_unknown"
    message = _(
        "These labels are no category here: %(labels)s. Please name the category of each in a "
        "file with the columns label and code, and give it with --mapping."
    )


class BadMapping(BadInput):
    """A mapping with other columns or with codes nobody knows."""

    code = "training_bad_mapping"
    message = _(
        "“%(name)s”, line %(line)s: “%(code)s” is no category in force. The file needs the "
        "columns label and code."
    )


class BadPrecision(BadInput):
    """A share outside what makes sense."""

    code = "training_bad_precision"
    message = _("The precision must lie between 0.5 and 0.999, for example 0.95.")


class ModelNotFound(NotFound):
    """A version that was never kept or has been removed."""

    code = "model_not_found"
    message = _("There is no version %(version)s of the suggestions. Please choose one listed.")


class ModelDamaged(Conflict):
    """Files that are not what was written."""

    code = "model_damaged"
    message = _(
        "Version %(version)s of the suggestions cannot be read: its files were changed or come "
        "from another release. Please train again or choose another version."
    )


class SameModel(Conflict):
    """The version in use was chosen again."""

    code = "same_model"
    message = _("Version %(version)s is in use already.")
