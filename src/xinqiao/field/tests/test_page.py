"""The frame of the field page: the same for everybody, and installable."""

from __future__ import annotations

from django.test import Client

from xinqiao.cases.tests.api import api
from xinqiao.cases.tests.world import World


def test_the_page_is_the_same_empty_frame_for_everybody(world: World) -> None:
    told = Client().get("/field/").content.decode()
    assert 'data-island="field"' in told
    assert "xinqiao-user" not in told
    signed_in = api(world.worker).client.get("/field/").content.decode()
    assert f'name="xinqiao-user" content="{world.worker.user_id}"' in signed_in
    assert world.worker.name not in signed_in


def test_the_manifest_lets_a_phone_install_the_page(world: World) -> None:
    told = Client().get("/field/manifest.webmanifest").json()
    assert (told["start_url"], told["scope"], told["display"]) == ("/field/", "/", "standalone")
    assert {icon["sizes"] for icon in told["icons"]} >= {"192x192", "512x512"}
