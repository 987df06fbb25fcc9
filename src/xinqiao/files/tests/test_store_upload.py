"""A photo keeps what it shows and loses what it tells; other files are refused with a sentence."""

import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation
from PIL import Image

from xinqiao.accounts.access import ANONYMOUS, Actor
from xinqiao.files import errors, storage
from xinqiao.files.models import Attachment, Purpose
from xinqiao.files.services.upload import store_upload
from xinqiao.files.tests import samples

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


def store(content, name="photo.jpg", actor=None, purpose=Purpose.REPORT):
    return store_upload(actor=actor, file=samples.upload(content, name), purpose=purpose, at=AT)


def stored_image(row):
    return Image.open(io.BytesIO(storage.path_of(row.sha256).read_bytes()))


def test_a_phone_photo_loses_its_position():
    content = samples.jpeg()
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)
    row = store(content)
    kept = storage.path_of(row.sha256).read_bytes()
    assert b"Exif" not in kept
    assert b"PhoneMaker" not in kept
    assert not stored_image(row).getexif()
    assert (row.content_type, row.width, row.height) == ("image/jpeg", 800, 600)
    assert storage.hash_of(kept) == bytes(row.sha256)
    assert row.size_bytes == len(kept)


def test_a_photo_stands_upright():
    row = store(samples.jpeg(size=(400, 200), orientation=6))
    image = stored_image(row)
    assert image.size == (200, 400)
    assert image.getpixel((100, 20))[0] > 200
    assert image.getpixel((100, 380))[2] > 200


def test_a_large_photo_becomes_smaller_and_has_a_thumbnail():
    row = store(samples.jpeg(size=(5000, 2500)))
    assert stored_image(row).size == (2560, 1280)
    thumb = Image.open(storage.path_of(row.sha256, thumb=True))
    assert (max(thumb.size), thumb.format) == (320, "JPEG")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (samples.heic(), "IMG_0001.HEIC"),
        (samples.heic(), "photo.jpg"),
        (samples.png(), "photo.jpg"),
        (samples.png(mode="P"), "photo.png"),
        (samples.png(mode="1"), "photo"),
        (samples.png(mode="I;16"), "photo.png"),
    ],
)
def test_other_photos_become_jpeg(content, name):
    row = store(content, name)
    image = stored_image(row)
    assert (image.format, image.mode, row.content_type) == ("JPEG", "RGB", "image/jpeg")
    assert not image.getexif()


def test_see_through_parts_become_white():
    target = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(target, "PNG")
    assert stored_image(store(target.getvalue(), "x.png")).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (samples.png_bomb(), "nice.png", errors.PhotoTooLarge),
        (b"MZ\x90\x00" + b"\0" * 500, "holiday.jpg", errors.UnknownFile),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "x.svg", errors.UnknownFile),
        (b"<html><script>alert(1)</script>", "x.jpg", errors.UnknownFile),
        (samples.PDF, "photo.jpg", errors.RenamedFile),
        (samples.jpeg(), "run.exe", errors.RenamedFile),
        (samples.jpeg(), "paper.pdf", errors.RenamedFile),
        (samples.PDF, "paper.pdf", errors.PhotoOnly),
        (samples.jpeg()[:2000], "half.jpg", errors.PhotoBroken),
        (samples.heic()[:400], "half.heic", errors.PhotoBroken),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "x.png", errors.PhotoBroken),
        (b"", "x.jpg", errors.FileEmpty),
        (b"\xff\xd8\xff" + b"\0" * (20 * 1024 * 1024), "x.jpg", errors.FileTooBig),
    ],
)
def test_refusals_say_which_file_and_what_to_do(content, name, error, folder):
    with pytest.raises(error) as refused:
        store(content, name)
    with translation.override("en"):
        sentence = refused.value.sentence()
    assert name in sentence
    assert "Please" in sentence
    assert not Attachment.objects.exists()
    assert not folder.exists()


def test_a_document_is_kept_as_it_is():
    row = store(samples.PDF, "C:\\papers\\回执\x07.pdf", purpose=Purpose.PROOF)
    assert storage.path_of(row.sha256).read_bytes() == samples.PDF
    assert (row.name, row.content_type, row.width) == ("回执.pdf", "application/pdf", None)


def test_equal_photos_are_kept_once(folder):
    rows = [store(samples.jpeg()) for _time in range(2)]
    assert rows[0].token != rows[1].token
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 2  # photo and thumbnail


def test_a_crash_while_writing_leaves_nothing_behind(folder, monkeypatch):
    def crash(_handle):
        raise OSError("power cut")

    monkeypatch.setattr(os, "fsync", crash)
    with pytest.raises(OSError, match="power cut"):
        store(samples.jpeg())
    assert not Attachment.objects.exists()
    assert not [path for path in Path(folder).rglob("*") if path.is_file()]


def test_who_sent_it_is_kept_where_known():
    assert store(samples.jpeg(), actor=ANONYMOUS).uploaded_by_id is None
    assert store(samples.jpeg(), actor=None).uploaded_by_id is None
    long = store(samples.jpeg(), name="长" * 200 + ".jpg", actor=Actor(user_id=None, name=""))
    assert len(long.name) == 120
    assert long.name.endswith(".jpg")
