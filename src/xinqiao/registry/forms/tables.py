"""What staff type about facilities, and administrators into the tables of the register."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.coordinates import Crs, to_wgs84
from xinqiao.grid.forms import CRS_CHOICES

Choices = Sequence[tuple[Any, str]]


class FacilityForm(forms.Form):
    """A facility or lane."""

    kind = forms.ChoiceField(label=_("Kind"))
    name = forms.CharField(label=_("Name"), max_length=100)
    number = forms.CharField(label=_("Number"), required=False, max_length=40)
    area = forms.TypedChoiceField(label=_("Grid"), coerce=int)
    lon = forms.FloatField(label=_("Longitude"), required=False)
    lat = forms.FloatField(label=_("Latitude"), required=False)
    crs = forms.ChoiceField(label=_("Coordinates"), choices=CRS_CHOICES, initial=Crs.WGS84)
    geometry = forms.CharField(
        label=_("Line of a lane (GeoJSON)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("A LineString in WGS 84; its length is computed."),
    )
    note = forms.CharField(label=_("Remarks"), required=False, max_length=200)

    def __init__(self, *args: Any, kinds: Choices, grids: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]
        self.fields["area"].choices = list(grids)  # type: ignore[attr-defined]

    def clean_geometry(self) -> Any:
        """The line, or a point or feature that holds one; None for nothing."""
        text = self.cleaned_data["geometry"].strip()
        if not text:
            return None
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            raise ValidationError(_("This is no GeoJSON. Please draw it again.")) from None
        return found.get("geometry", found) if isinstance(found, dict) else found

    def clean(self) -> dict[str, Any]:
        """Bring the position to WGS 84; a line tells its own."""
        data = super().clean() or {}
        lon, lat = data.get("lon"), data.get("lat")
        if (lon is None) != (lat is None):
            raise ValidationError(_("Please give both longitude and latitude in degrees."))
        if lon is not None and lat is not None:
            data["lon"], data["lat"] = to_wgs84(lon, lat, Crs(data.get("crs", Crs.WGS84)))
        return data


class StewardForm(forms.Form):
    """The post that looks after a facility."""

    post = forms.TypedChoiceField(label=_("Post"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [("", "—"), *posts]  # type: ignore[attr-defined]


class TagTableForm(forms.Form):
    """A category with its definition."""

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Small letters, digits and underscores.")
    )
    name = forms.CharField(label=_("Name"), max_length=40)
    definition = forms.CharField(
        label=_("Definition"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    rule = forms.CharField(
        label=_("Rule"),
        required=False,
        max_length=200,
        help_text=_(
            'Empty: given by hand. Examples: {"age_from": 80}, '
            '{"age_from": 60, "lives_alone": true}, {"age_from": 60, "household_age_from": 60}.'
        ),
    )
    is_sensitive = forms.BooleanField(label=_("Sensitive: needs consent"), required=False)
    needs_contact = forms.BooleanField(
        label=_("People are called and visited regularly"), required=False
    )
    position = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=999)
    is_ended = forms.BooleanField(label=_("No longer given"), required=False)

    def clean_rule(self) -> Any:
        """The rule as data; whether it can be read is for the service to say."""
        text = self.cleaned_data["rule"].strip()
        try:
            return json.loads(text) if text else {}
        except (ValueError, RecursionError):
            raise ValidationError(_("This is no JSON. Please copy one of the examples.")) from None


class KindForm(forms.Form):
    """A kind of facility."""

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Small letters, digits and underscores.")
    )
    name = forms.CharField(label=_("Name"), max_length=40)
    is_line = forms.BooleanField(label=_("A line, such as a lane"), required=False)
    position = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=999)
    is_ended = forms.BooleanField(label=_("No longer used"), required=False)
