"""Addresses of the room `registry`, from the site's root."""

from django.urls import URLPattern, path

from xinqiao.registry.exchange.urls import urlpatterns as exchange_urls
from xinqiao.registry.law_urls import law_patterns
from xinqiao.registry.views import acts, facilities, homes, people, search, tables

app_name = "registry"
HOME, ADMIN = "desk/registry/", "admin/registry/"
PERSON, HOUSEHOLD = f"{HOME}people/<int:person_id>/", f"{HOME}households/<int:household_id>/"
DWELLING, BUILDING = f"{HOME}dwellings/<int:dwelling_id>/", f"{HOME}buildings/<int:place_id>/"
FACILITIES = f"{HOME}facilities/"
FACILITY = f"{FACILITIES}<int:facility_id>/"

urlpatterns: list[URLPattern] = [
    path(HOME, search.home, name="home"),
    path(BUILDING, homes.building, name="building"),
    path(f"{BUILDING}dwellings/new/", homes.new_dwelling, name="new-dwelling"),
    path(DWELLING, homes.dwelling, name="dwelling"),
    path(f"{DWELLING}edit/", homes.edit_door, name="edit-dwelling"),
    path(f"{DWELLING}retire/", homes.retire_door, name="retire-dwelling"),
    path(f"{DWELLING}households/new/", homes.new_household, name="new-household"),
    path(HOUSEHOLD, homes.household, name="household"),
    path(f"{HOUSEHOLD}edit/", homes.edit_home, name="edit-household"),
    path(f"{HOUSEHOLD}people/new/", people.new_person, name="new-person"),
    path(f"{HOUSEHOLD}acts/<slug:name>/", acts.act, name="act"),
    path(PERSON, people.person, name="person"),
    path(f"{PERSON}edit/", people.edit, name="edit-person"),
    path(f"{PERSON}tags/", people.tag, name="tag-person"),
    path(FACILITIES, facilities.facility_list, name="facilities"),
    path(f"{FACILITIES}new/", facilities.new_facility, name="new-facility"),
    path(FACILITY, facilities.facility, name="facility"),
    path(f"{FACILITY}edit/", facilities.edit, name="edit-facility"),
    path(f"{FACILITY}steward/", facilities.steward, name="steward"),
    path(f"{FACILITY}retire/", facilities.retire, name="retire-facility"),
    path(f"{ADMIN}tags/", tables.tags, name="tags"),
    path(f"{ADMIN}facility-kinds/", tables.kinds, name="facility-kinds"),
    *law_patterns,
    *exchange_urls,
]
