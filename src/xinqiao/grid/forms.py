"""Forms of the administrators' pages: read words, hand them to the services."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Role
from xinqiao.grid.coordinates import Crs, to_wgs84
from xinqiao.grid.models import Force, Level, OrganisationKind, PlaceKind
from xinqiao.kit.errors import DomainError

CRS_CHOICES = [
    (Crs.WGS84, _("WGS 84 (GPS)")),
    (Crs.GCJ02, _("GCJ-02 (Amap, Tencent)")),
    (Crs.BD09, _("BD-09 (Baidu)")),
]
MAX_GEOJSON = 2 * 1024 * 1024


def add_refusal(form: forms.BaseForm, error: DomainError) -> None:
    """Show a refusal at the field at fault, or above the form."""
    field = error.field if error.field in form.fields else None
    form.add_error(field, error.sentence())


class NewAreaForm(forms.Form):
    """A part of an area. A grid gets the next number by itself when the code is left empty."""

    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    code = forms.CharField(
        label=_("Code"),
        max_length=18,
        required=False,
        help_text=_("The code begins with the code of the area above."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, parent_level: Level, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if parent_level >= Level.COMMUNITY:
            self.fields["code"].help_text = _("Leave it empty: the grid gets the next number.")
        else:
            for field in self.fields.values():
                field.required = True


class RenameForm(forms.Form):
    """The new name of an area."""

    name = forms.CharField(label=_("New name"), max_length=100)


class BoundaryForm(forms.Form):
    """A boundary as a file or as text."""

    file = forms.FileField(label=_("GeoJSON file"), required=False)
    text = forms.CharField(
        label=_("Or GeoJSON as text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    crs = forms.ChoiceField(label=_("Coordinates"), choices=CRS_CHOICES, initial=Crs.WGS84)

    def clean(self) -> dict[str, Any]:
        """Find the one geometry in what was sent, bare or in a feature."""
        data = super().clean() or {}
        data["geometry"] = _one_geometry(_sent_json(data))
        return data


class RedrawForm(forms.Form):
    """Several grids as one file, and why they are redrawn."""

    file = forms.FileField(label=_("GeoJSON file"), required=False)
    text = forms.CharField(
        label=_("Or GeoJSON as text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    crs = forms.ChoiceField(label=_("Coordinates"), choices=CRS_CHOICES, initial=Crs.WGS84)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def clean(self) -> dict[str, Any]:
        """Find the features in what was sent: a list of (properties, geometry)."""
        data = super().clean() or {}
        found = _sent_json(data)
        features = found.get("features") if isinstance(found, dict) else None
        if not isinstance(features, list) or not all(isinstance(f, dict) for f in features):
            raise ValidationError(_("The file must hold a collection of features, one for a grid."))
        known = [f.get("properties") for f in features]
        # The preview hands what was read on to the confirmation: a file is not sent twice.
        data["text"] = json.dumps(found, ensure_ascii=False)
        data["features"] = [
            (properties if isinstance(properties, dict) else {}, feature.get("geometry"))
            for properties, feature in zip(known, features, strict=True)
        ]
        return data


class MergeForm(forms.Form):
    """Grids of one community that become one."""

    grids = forms.TypedMultipleChoiceField(
        label=_("Grids that become one"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, grids: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grids"].choices = grids  # type: ignore[attr-defined]


class UndoForm(forms.Form):
    """Why a redraw is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


def _sent_json(data: dict[str, Any]) -> Any:
    """Read the file, or the text where there is none."""
    sent = data.get("file")
    if sent is not None and sent.size > MAX_GEOJSON:
        raise ValidationError(_("The file is larger than 2 MB. Please simplify the boundary."))
    content = sent.read() if sent is not None else str(data.get("text", "")).encode()
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ValidationError(_("This is no GeoJSON. Please choose another file.")) from None


def _one_geometry(found: Any) -> Any:
    features = found.get("features") if isinstance(found, dict) else None
    if isinstance(features, list):
        if len(features) != 1:
            raise ValidationError(_("The file must hold exactly one feature."))
        found = features[0]
    if isinstance(found, dict) and "geometry" in found:
        return found["geometry"]
    return found


class PostForm(forms.Form):
    """A new seat in an area."""

    role = forms.ChoiceField(label=_("Duty"), choices=Role.choices)
    organisation = forms.TypedChoiceField(
        label=_("Unit"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Only for a department or company."),
    )
    force = forms.ChoiceField(
        label=_("Part-time, lent by"),
        required=False,
        choices=[("", "—"), *Force.choices],
        help_text=_(
            "Only for a grid worker who helps beside another job; no work is handed to it."
        ),
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=100,
        required=False,
        help_text=_("Leave it empty for the plain title."),
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [("", "—"), *units]  # type: ignore[attr-defined]


class AppointForm(forms.Form):
    """Somebody's seat from a day until another."""

    username = forms.CharField(
        label=_("User name"), max_length=64, help_text=_("As on the accounts page.")
    )
    starts_on = forms.DateField(
        label=_("From"),
        required=False,
        help_text=_("Empty means now."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Empty means until further notice."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class OrganisationForm(forms.Form):
    """A department, company or utility."""

    name = forms.CharField(label=_("Name"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    phone = forms.CharField(label=_("Office telephone"), max_length=30, required=False)
    credit_code = forms.CharField(
        label=_("Unified social credit code"), max_length=24, required=False
    )


class NewOrganisationForm(OrganisationForm):
    """The same with the area it serves."""

    area = forms.CharField(
        label=_("Area code"),
        max_length=15,
        help_text=_("The unit can be handed work from all of this area."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    field_order = ("name", "kind", "area", "phone", "credit_code")


class PlaceForm(forms.Form):
    """A building, estate or landmark."""

    name = forms.CharField(label=_("Name"), max_length=100)
    area = forms.CharField(
        label=_("Area code"),
        max_length=18,
        help_text=_("A building lies in a grid, an estate in a grid or a community."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        help_text=_("One to a line, as people say them."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    lon = forms.FloatField(label=_("Longitude"), required=False)
    lat = forms.FloatField(label=_("Latitude"), required=False)
    crs = forms.ChoiceField(label=_("Coordinates"), choices=CRS_CHOICES, initial=Crs.WGS84)

    def clean(self) -> dict[str, Any]:
        """Bring the position to WGS 84."""
        data = super().clean() or {}
        lon, lat = data.get("lon"), data.get("lat")
        if lon is not None and lat is not None:
            data["lon"], data["lat"] = to_wgs84(lon, lat, Crs(data.get("crs", Crs.WGS84)))
        data["aliases"] = str(data.get("aliases", "")).splitlines()
        return data


class NewPlaceForm(PlaceForm):
    """The same with its kind and, for a building, its estate."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PlaceKind.choices, initial=PlaceKind.BUILDING)
    estate = forms.TypedChoiceField(label=_("Estate"), required=False, coerce=int, empty_value=None)
    field_order = ("kind", "name", "area", "estate", "aliases", "lon", "lat", "crs")

    def __init__(self, *args: Any, estates: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["estate"].choices = [("", "—"), *estates]  # type: ignore[attr-defined]


class PlateForm(forms.Form):
    """A door plate for a building."""

    detail = forms.CharField(
        label=_("Detail"), max_length=60, required=False, help_text=_("For example the stairwell.")
    )
    code = forms.CharField(
        label=_("Code of a plate that hangs already"), max_length=16, required=False
    )
