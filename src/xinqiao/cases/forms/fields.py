"""Form pieces that several pages share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from xinqiao.kit.errors import DomainError

MOST_PHOTOS = 9
PHOTOS = "image/*"
PROOF = "image/*,application/pdf"
# What the services call a field that a form shows under another name.
_ALSO_CALLED = {"proof": "photos", "plate_code": "address"}


class ManyFiles(forms.ClearableFileInput):
    """A file button that takes several photos at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Zero or more uploads; their content is checked by `files`, not here."""

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
        return tuple(dict.fromkeys(tokens))[:MOST_PHOTOS]


def add_domain_error(form: forms.BaseForm, error: DomainError) -> None:
    """Show a refusal of the services beside its field, or above the form when it has none."""
    name = _ALSO_CALLED.get(error.field or "", error.field)
    name = name if name in form.fields else None
    form.add_error(name, error.sentence())
