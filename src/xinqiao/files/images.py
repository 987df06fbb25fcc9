"""Photos made safe: taken apart and written anew, so that nothing hidden in them survives."""

import io
from dataclasses import dataclass
from typing import Final

import pillow_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from xinqiao.files.detect import HEAD_BYTES, is_heif

LONGEST_SIDE: Final = 2560
THUMB_SIDE: Final = 320
# 64 million pixels is the largest phone camera in use; unpacked they take 192 MB.
MOST_PIXELS: Final = 64_000_000
QUALITY: Final = 85
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")

# We count pixels ourselves, before anything is unpacked.
Image.MAX_IMAGE_PIXELS = None


class TooManyPixels(Exception):
    """The header announces more pixels than we unpack."""


class Broken(Exception):
    """The content does not decode."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo written anew as JPEG, and its thumbnail; sizes in pixels."""

    content: bytes
    thumb: bytes
    width: int
    height: int


def rewrite(content: bytes) -> Photo:
    """Return the photo turned upright, at most 2560 pixels long, without EXIF, GPS or profile.

    Colours of wide-gamut phones are converted to sRGB. Raises TooManyPixels, Broken.
    """
    try:
        with _opened(content) as image:
            if image.width * image.height > MOST_PIXELS:
                raise TooManyPixels
            # JPEG can skip most of the work when a smaller size is enough.
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(_in_srgb(image))
            flat = _on_white(upright)
    except TooManyPixels:
        raise
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        MemoryError,
    ) as error:
        raise Broken from error
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    width, height = flat.size
    full = _jpeg(flat)
    flat.thumbnail((THUMB_SIDE, THUMB_SIDE), Image.Resampling.LANCZOS)
    return Photo(content=full, thumb=_jpeg(flat), width=width, height=height)


def _opened(content: bytes) -> Image.Image:
    if not is_heif(content[:HEAD_BYTES]):
        return Image.open(io.BytesIO(content), formats=FORMATS)
    heif = pillow_heif.open_heif(io.BytesIO(content), convert_hdr_to_8bit=True)
    if heif.size[0] * heif.size[1] > MOST_PIXELS:
        raise TooManyPixels
    # libheif has turned the picture upright already.
    image: Image.Image = heif.to_pillow()
    image.getexif().clear()
    image.info.pop("exif", None)
    return image


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA"):
        return image
    try:
        converted = ImageCms.profileToProfile(
            image, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=image.mode
        )
    except (ImageCms.PyCMSError, OSError):
        return image
    if converted is None:
        return image
    converted.info["exif"] = image.info.get("exif", b"")
    return converted


def _on_white(image: Image.Image) -> Image.Image:
    """Return a plain RGB picture with nothing attached to it."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        plain = Image.new("RGB", layer.size, "white")
        plain.paste(layer, mask=layer.getchannel("A"))
        return plain
    converted = image.convert("RGB")
    converted.info.clear()
    return converted


def _jpeg(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return target.getvalue()
