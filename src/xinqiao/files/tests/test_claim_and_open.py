"""An upload belongs to nobody for a day; then to what it shows, and its gate decides who looks."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from xinqiao.accounts.access import ANONYMOUS, SYSTEM
from xinqiao.accounts.services.people import create_user
from xinqiao.files import errors, gates, storage
from xinqiao.files.models import Attachment, Purpose
from xinqiao.files.selectors import attachments_of
from xinqiao.files.services.claim import claim
from xinqiao.files.services.expire import expire_unclaimed
from xinqiao.files.services.upload import store_upload
from xinqiao.files.tests import samples

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    with time_machine.travel(AT, tick=False):
        yield settings.FILES_DIR


@pytest.fixture
def gate(monkeypatch):
    """Lets the owner 'wang' and the colleague 'zhou' in."""
    monkeypatch.setattr(gates, "_GATES", {})
    gates.register_gate(
        "thing",
        lambda request, attachment: (
            request.user.is_authenticated and request.user.username in ("wang", "zhou")
        ),
    )


def store(content=None, purpose=Purpose.REPORT, name="photo.jpg"):
    file = samples.upload(content or samples.jpeg(), name)
    return store_upload(actor=ANONYMOUS, file=file, purpose=purpose, at=AT)


def tie(*rows, subject_id=1, at=AT, **more):
    return claim(
        tokens=[row.token for row in rows],
        subject_kind="thing",
        subject_id=subject_id,
        purpose=Purpose.PROOF,
        actor=SYSTEM,
        at=at,
        **more,
    )


def test_a_token_opens_an_unclaimed_upload_for_a_day(client):
    row = store()
    for address in (row.url, row.thumb_url):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith("inline")
    with time_machine.travel(AT + DAY, tick=False):
        assert client.get(row.url).status_code == 404


@pytest.mark.parametrize(("name", "status"), [("wang", 200), ("zhou", 200), ("li-stranger", 404)])
def test_a_claimed_file_opens_for_those_the_gate_knows(client, gate, name, status):
    row = store()
    tie(row)
    assert client.get(row.url).status_code == 404
    user = create_user(username=name, display_name=name, actor=SYSTEM, at=AT)
    client.force_login(user)
    assert client.get(row.url).status_code == status
    assert client.get(row.thumb_url).status_code == status


def test_a_public_file_opens_for_everybody(client):
    row = store()
    tie(row, is_public=True)
    assert client.get(row.url).status_code == 200


def test_a_document_is_downloaded_and_has_no_thumbnail(client):
    row = store(samples.PDF, Purpose.DOCUMENT, "回执.pdf")
    answer = client.get(row.url)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert row.thumb_url == ""
    assert client.get(f"{row.url}/thumb").status_code == 404


def test_a_replayed_claim_changes_nothing():
    rows = [store(), store()]
    first = tie(*rows)
    again = tie(*rows, rows[0], at=AT + 2 * DAY)
    assert [row.pk for row in first] == [row.pk for row in again]
    assert attachments_of("thing", [1, 2])[1] == rows
    assert {row.claimed_at for row in Attachment.objects.all()} == {AT}


def test_lost_stolen_and_old_tokens_are_refused():
    row, other = store(), store()
    tie(other, subject_id=2)
    with pytest.raises(errors.UploadGone):
        tie(row, other)
    with pytest.raises(errors.UploadGone):
        tie(row, at=AT + DAY)
    with pytest.raises(errors.TooManyFiles):
        tie(row, store(), limit=1)
    row.token = "x"
    with pytest.raises(errors.UploadGone):
        tie(row)
    assert Attachment.objects.filter(subject_id=1).count() == 0


def test_unclaimed_uploads_go_after_a_day_and_shared_bytes_stay(folder):
    kept, gone, alone = store(), store(), store(samples.png(), name="x.png")
    tie(kept)
    assert expire_unclaimed(at=AT + DAY - timedelta(seconds=1)) == 0
    assert expire_unclaimed(at=AT + DAY) == 2
    assert list(Attachment.objects.all()) == [kept]
    assert storage.path_of(kept.sha256).exists()
    assert storage.path_of(kept.sha256, thumb=True).exists()
    assert not storage.path_of(alone.sha256).exists()
    assert bytes(gone.sha256) == bytes(kept.sha256)


def test_the_upload_page_answers_with_a_token(client):
    answer = client.post("/files/upload", {"file": samples.upload(samples.heic(), "IMG.HEIC")})
    assert answer.status_code == 201
    token = answer.json()["token"]
    assert answer.json()["thumb_url"] == f"/files/{token}/thumb"
    assert client.get(answer.json()["url"]).status_code == 200


def test_refusals_of_the_upload_page_are_sentences(client):
    for data in (
        {},
        {"file": "words"},
        {"file": samples.upload(b"MZ\x90", "x.jpg")},
        {"file": samples.upload(samples.PDF, "x.pdf"), "purpose": "document"},
    ):
        answer = client.post("/files/upload", data, headers={"accept": "application/json"})
        assert answer.status_code == 422
        assert answer.json()["detail"]


def test_a_flood_of_uploads_is_slowed_down(client):
    for _time in range(60):
        client.post("/files/upload")
    answer = client.post("/files/upload", headers={"accept": "application/json"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_uploads_need_the_form_token():
    assert Client(enforce_csrf_checks=True).post("/files/upload").status_code == 403
