"""Large type, and what lets a phone keep the site: manifest and service worker."""

import pytest
from django.test import Client

from xinqiao.kit.context import LARGE_TYPE_COOKIE

LARGE = "/preferences/large-type"


def test_large_type_is_remembered_and_forgotten() -> None:
    client = Client()
    response = client.post(LARGE, {"on": "1", "next": "/report/"})
    assert response.headers["Location"] == "/report/"
    assert client.cookies[LARGE_TYPE_COOKIE].value == "1"
    client.post(LARGE, {"on": "0", "next": "/"})
    assert client.cookies[LARGE_TYPE_COOKIE].value == ""


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_it_leads_to_no_other_site(target: str) -> None:
    response = Client().post(LARGE, {"on": "1", "next": target})
    assert response.headers["Location"] == "/"


def test_a_link_cannot_change_it() -> None:
    assert Client().get(LARGE).status_code == 405


def test_the_worker_governs_the_whole_site_and_is_asked_anew() -> None:
    response = Client().get("/sw.js")
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert "no-cache" in response.headers["Cache-Control"]
    assert b"/report/" in response.getvalue()


def test_the_manifest_names_the_site() -> None:
    told = Client().get("/site.webmanifest").json()
    assert told["short_name"] == "心桥"
    assert {icon["sizes"] for icon in told["icons"]} >= {"192x192", "512x512"}
