"""Pictures for the stories: a drawn scene with a caption, the same bytes for the same words."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 900)
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "C:/Windows/Fonts/msyh.ttc",
)


def picture(caption: str, *, size: tuple[int, int] = SIZE) -> SimpleUploadedFile:
    """A JPEG of a building under the sky with `caption` on a board. size: width, height."""
    image = Image.new("RGB", SIZE, "#cfe8f7")
    draw = ImageDraw.Draw(image)
    shade = sum(caption.encode()) % 60
    draw.rectangle((0, 640, 1200, 900), fill=(120 + shade, 150, 110))
    draw.rectangle(
        (180, 180, 1020, 700), fill=(222, 205 - shade // 2, 180), outline="#8a7458", width=6
    )
    for row in range(4):
        for column in range(7):
            left, top = 230 + column * 112, 220 + row * 100
            draw.rectangle(
                (left, top, left + 70, top + 62), fill="#7fa3c7", outline="#4e6b88", width=4
            )
    draw.rectangle((550, 600, 650, 700), fill="#6b4f3a")
    draw.rectangle((90, 740, 1110, 860), fill="#ffffff", outline="#b3261e", width=6)
    draw.text((600, 800), caption, fill="#222222", font=_font(), anchor="mm")
    stored = BytesIO()
    image.resize(size).save(stored, "JPEG", quality=85)
    return SimpleUploadedFile("photo.jpg", stored.getvalue(), content_type="image/jpeg")


def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    for path in _FONTS:
        if Path(path).is_file():
            return ImageFont.truetype(path, 52)
    return ImageFont.load_default(52)
