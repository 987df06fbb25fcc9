"""Real files made on the spot: photos with a position, bombs, disguises."""

import io
import struct
import zlib

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def picture(size=(800, 600), mode="RGB"):
    """A picture whose left half is red, so that turning shows."""
    image = Image.new(mode, size, "blue" if mode == "RGB" else None)
    image.paste("red" if mode == "RGB" else 1, (0, 0, size[0] // 2, size[1]))
    return image


def located_exif(orientation=1):
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.Make] = "PhoneMaker"
    gps = exif.get_ifd(IFD.GPSInfo)
    gps[GPS.GPSLatitudeRef], gps[GPS.GPSLatitude] = "N", (29.0, 20.0, 51.5)
    gps[GPS.GPSLongitudeRef], gps[GPS.GPSLongitude] = "E", (105.0, 17.0, 3.5)
    return exif


def jpeg(size=(800, 600), orientation=1, **more):
    target = io.BytesIO()
    picture(size).save(target, "JPEG", exif=located_exif(orientation), **more)
    return target.getvalue()


def png(size=(64, 64), mode="RGB"):
    target = io.BytesIO()
    picture(size, mode).save(target, "PNG")
    return target.getvalue()


def heic(size=(640, 480)):
    target = io.BytesIO()
    heif = pillow_heif.from_pillow(picture(size))
    heif.save(target, quality=80, exif=located_exif().tobytes())
    return target.getvalue()


def png_bomb(side=30_000):
    """A few hundred kilobytes that unpack to gigabytes."""

    def chunk(kind, body):
        crc = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)

    packer = zlib.compressobj(9)
    row = b"\0" * (side * 3 + 1)
    packed = b"".join(packer.compress(row) for _row in range(200)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def upload(content, name="photo.jpg"):
    return SimpleUploadedFile(name, content)
