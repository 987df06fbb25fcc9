"""The private PostgreSQL cluster in the data folder, for when DATABASE_URL is not given."""

from pathlib import Path
from urllib.parse import quote

DATABASE = "xinqiao"


def socket_dir(data: Path) -> Path:
    """The folder of the unix socket; paths over about 100 bytes are refused by the kernel."""
    return data / "pg"


def url_of(data: Path) -> str:
    """The DATABASE_URL of the private cluster of this data folder, running or not."""
    return f"postgresql://{DATABASE}@/{DATABASE}?host={quote(str(socket_dir(data)), safe='')}"
