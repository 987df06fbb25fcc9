"""Refusals of the room `files`."""

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, NotFound


class FileTooBig(BadInput):
    """More than 20 MB."""

    code = "file_too_big"
    message = _("“%(name)s” is larger than %(limit_mb)s MB. Please choose a smaller file.")


class FileEmpty(BadInput):
    """Nothing in it."""

    code = "file_empty"
    message = _("“%(name)s” is empty. Please choose the file again.")


class FileMissing(BadInput):
    """A form without a file."""

    code = "file_missing"
    message = _("Please choose a photo first.")


class UnknownFile(BadInput):
    """Neither photo nor PDF by content, whatever the name says."""

    code = "unknown_file"
    message = _(
        "“%(name)s” is not a photo, although it may be named like one. "
        "Please send a JPEG, PNG, WebP or HEIC photo."
    )


class PhotoOnly(BadInput):
    """A document where a photo is needed."""

    code = "photo_only"
    message = _("“%(name)s” is a document. Please send a photo here.")


class RenamedFile(BadInput):
    """A document that is named like a photo, or the other way round."""

    code = "renamed_file"
    message = _("“%(name)s” is named like something it is not. Please send the original file.")


class PhotoTooLarge(BadInput):
    """So many pixels that unpacking would fill the memory."""

    code = "photo_too_large"
    message = _(
        "“%(name)s” has more than %(limit)s million pixels. Please take the photo again in a "
        "smaller size."
    )


class PhotoBroken(BadInput):
    """A photo that stops half-way."""

    code = "photo_broken"
    message = _("“%(name)s” is damaged and cannot be opened. Please take or choose another photo.")


class UploadGone(BadInput):
    """A token nobody knows, or of an upload that waited for more than a day."""

    code = "upload_gone"
    message = _("An uploaded file is no longer there. Please add it again.")


class TooManyFiles(BadInput):
    """More files than fit."""

    code = "too_many_files"
    message = _("At most %(limit)s files fit here. Please leave some out.")


class NoSuchFile(NotFound):
    """Nothing there, or nothing this person may see."""

    code = "no_such_file"
    message = _("This file is not there, or you may not see it. Please go back to the request.")
