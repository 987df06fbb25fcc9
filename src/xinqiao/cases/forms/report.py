"""The form a resident, or somebody for a resident, reports with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.forms.fields import MOST_PHOTOS, PhotosField, TokensField
from xinqiao.cases.models import Kind, Source

TEXT_LIMIT = 2000
KEY_LIMIT = 64


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _line(**attrs: Any) -> forms.TextInput:
    return forms.TextInput(attrs=attrs)


class ReportForm(forms.Form):
    """Words, photos, place, category and, where wanted, who is asking.

    Lengths and telephone numbers are judged by the service, which says what to do about them;
    the widgets only keep a phone from sending what could never be taken.
    """

    text = forms.CharField(
        label=_("What is the matter?"),
        widget=_area(5),
        strip=False,
        error_messages={"required": _("Please say in a few words what is the matter.")},
    )
    kind = forms.ChoiceField(
        label=_("What do you want from us?"), choices=Kind.choices, required=False
    )
    category = forms.CharField(label=_("What is it about?"), required=False, max_length=60)
    address = forms.CharField(
        label=_("Where is it?"),
        required=False,
        widget=_line(autocomplete="street-address"),
    )
    lon = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    photos = PhotosField(label=_("Photos"))
    photo_tokens = TokensField()
    name = forms.CharField(label=_("Your name"), required=False, widget=_line(autocomplete="name"))
    phone = forms.CharField(
        label=_("Your telephone number"),
        required=False,
        widget=_line(autocomplete="tel", inputmode="tel", type="tel"),
    )
    may_publish = forms.BooleanField(
        label=_("Neighbours may see it with its photos and the answer, without my name"),
        required=False,
    )
    idempotency_key = forms.CharField(
        required=False, widget=forms.HiddenInput, max_length=KEY_LIMIT
    )

    def clean_kind(self) -> str:
        """A report when nothing was chosen."""
        return self.cleaned_data["kind"] or Kind.REPORT.value

    def clean(self) -> dict[str, Any]:
        """A point needs both of its numbers; too many photos are refused together."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if (data.get("lon") is None) != (data.get("lat") is None):
            data["lon"] = data["lat"] = None
        photos = len(data.get("photos") or ()) + len(data.get("photo_tokens") or ())
        if photos > MOST_PHOTOS:
            self.add_error(
                "photos",
                _("At most %(limit)s photos can be sent. Please leave some out.")
                % {"limit": MOST_PHOTOS},
            )
        return data

    def draft(
        self,
        *,
        source: Source,
        category_code: str,
        photo_tokens: tuple[str, ...],
        plate_code: str = "",
        on_behalf: bool = False,
    ) -> ReportDraft:
        """Turn the valid form into what the service takes."""
        data = self.cleaned_data
        return ReportDraft(
            text=data["text"],
            kind=data["kind"],
            category_code=category_code,
            lon=data["lon"],
            lat=data["lat"],
            address=data["address"],
            plate_code=plate_code,
            photo_tokens=photo_tokens,
            reporter_name=data["name"],
            reporter_phone=data["phone"],
            on_behalf=on_behalf,
            source=source,
            may_publish=data["may_publish"],
            idempotency_key=data["idempotency_key"] or None,
        )
