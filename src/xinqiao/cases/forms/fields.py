"""Form pieces that several pages share."""

from __future__ import annotations

from django import forms

from xinqiao.files.forms import MOST_FILES as MOST_PHOTOS
from xinqiao.files.forms import PHOTOS, PROOF, PhotosField, TokensField
from xinqiao.kit.errors import DomainError

__all__ = ["MOST_PHOTOS", "PHOTOS", "PROOF", "PhotosField", "TokensField", "add_domain_error"]

# What the services call a field that a form shows under another name.
_ALSO_CALLED = {"proof": "photos", "plate_code": "address"}


def add_domain_error(form: forms.BaseForm, error: DomainError) -> None:
    """Show a refusal of the services beside its field, or above the form when it has none."""
    name = _ALSO_CALLED.get(error.field or "", error.field)
    name = name if name in form.fields else None
    form.add_error(name, error.sentence())
