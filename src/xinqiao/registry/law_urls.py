"""Addresses of the pages about personal data, from the site's root."""

from __future__ import annotations

from django.urls import URLPattern, path

from xinqiao.registry.views import duplicates, my_data, person_data, purposes, reveal

_PERSON = "desk/registry/people/<int:person_id>/"
_PAIR = "desk/registry/duplicates/<int:one_id>/<int:other_id>/"

law_patterns: list[URLPattern] = [
    path(f"{_PERSON}reveal/<slug:field>/", reveal.show, name="reveal"),
    path(f"{_PERSON}data/", person_data.person_data, name="person-data"),
    path(f"{_PERSON}data/consent/", person_data.consent, name="person-consent"),
    path(
        f"{_PERSON}data/consent/<slug:code>/withdraw/",
        person_data.withdraw,
        name="person-withdraw",
    ),
    path(f"{_PERSON}data/ask/", person_data.ask_for, name="person-ask"),
    path(f"{_PERSON}data/copy/", person_data.copy_for, name="person-copy"),
    path("desk/registry/data-requests/", person_data.requests, name="data-requests"),
    path("desk/registry/data-requests/<int:request_id>/", person_data.answer, name="data-answer"),
    path("desk/registry/stored/", person_data.stored, name="stored"),
    path("desk/registry/duplicates/", duplicates.duplicates, name="duplicates"),
    path(_PAIR, duplicates.compare, name="compare"),
    path(f"{_PAIR}two-people/", duplicates.not_same, name="not-same"),
    path("desk/registry/merges/", duplicates.merges, name="merges"),
    path("desk/registry/merges/<int:merge_id>/undo/", duplicates.unmerge, name="unmerge"),
    path("my/data/", my_data.my_data, name="my-data"),
    path("my/data/copy/<slug:form>/", my_data.copy, name="my-copy"),
    path("my/data/ask/<slug:kind>/", my_data.ask, name="my-ask"),
    path("my/data/consent/<slug:code>/<slug:action>/", my_data.consent, name="my-consent"),
    path("admin/registry/purposes/", purposes.purposes, name="purposes"),
    path("admin/registry/purposes/<slug:code>/", purposes.purpose, name="purpose"),
    path("admin/registry/data-rules/", purposes.rules, name="data-rules"),
    path("admin/registry/looks/", purposes.looks, name="looks"),
]
