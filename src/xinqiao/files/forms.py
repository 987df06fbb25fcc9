"""Form fields for photos and documents, shared by every room that takes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

MOST_FILES: Final = 9
PHOTOS: Final = "image/*"
PROOF: Final = "image/*,application/pdf"


class ManyFiles(forms.ClearableFileInput):
    """A file button that takes several photos at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Zero or more uploads; their content is checked by `store_upload`, not here."""

    def __init__(self, *, accept: str = PHOTOS, **kwargs: Any) -> None:
        kwargs.setdefault("widget", ManyFiles(attrs={"accept": accept}))
        super().__init__(required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Return the uploads, empty ones left out."""
        uploads: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        return [upload for upload in uploads if upload]


class TokensField(forms.Field):
    """Tokens of photos that are already uploaded, one hidden input each."""

    widget = forms.MultipleHiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> tuple[str, ...]:
        """Return the tokens in their order, each once, at most nine."""
        tokens = [str(token)[:43] for token in value or () if token]
        return tuple(dict.fromkeys(tokens))[:MOST_FILES]
