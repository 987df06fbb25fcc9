"""A category as the system administrator edits it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.cases.models import Category

_BETWEEN = re.compile(r"[\s,，、;；]+")


class CategoryForm(forms.Form):
    """Everything but the time it holds."""

    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        help_text=_("Small letters, digits and dots, such as env.drain. – it never changes."),
    )
    name = forms.CharField(label=_("Name"), max_length=60)
    description = forms.CharField(label=_("Explanation"), required=False, max_length=200)
    keywords = forms.CharField(
        label=_("Words that suggest it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Separated by blanks or commas."),
    )
    needs_contact = forms.BooleanField(label=_("A telephone number is needed"), required=False)
    is_urgent = forms.BooleanField(label=_("Urgent: danger for people"), required=False)
    is_public = forms.BooleanField(
        label=_("May stand on the public wall"), required=False, initial=True
    )
    position = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=9999, initial=0
    )

    @classmethod
    def of(cls, category: Category) -> CategoryForm:
        """The form filled with an existing category."""
        return cls(
            initial={
                "code": category.code,
                "name": category.name,
                "description": category.description,
                "keywords": "、".join(category.keywords),
                "needs_contact": category.needs_contact,
                "is_urgent": category.is_urgent,
                "is_public": category.is_public,
                "position": category.position,
            }
        )

    def values(self) -> dict[str, Any]:
        """What `save_category` takes."""
        words = [word for word in _BETWEEN.split(self.cleaned_data["keywords"]) if word]
        return {**self.cleaned_data, "keywords": words}
