"""Personal data as it may be shown to everybody who works on an item."""

from typing import Final

STAR: Final = "*"


def mask_phone(phone: str) -> str:
    """`13800138000` -> `138****8000`; shorter numbers keep their last two digits only."""
    if not phone:
        return ""
    if len(phone) >= 11:
        return f"{phone[:3]}{STAR * 4}{phone[-4:]}"
    return f"{STAR * max(len(phone) - 2, 1)}{phone[-2:]}" if len(phone) > 2 else STAR * len(phone)


def mask_name(name: str) -> str:
    """`张三` -> `张*`, `欧阳修` -> `欧**`: the first character only."""
    return name[:1] + STAR * (len(name) - 1) if name else ""
