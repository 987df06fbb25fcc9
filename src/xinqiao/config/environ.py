"""What the process is told from outside: folders, keys and the database address. No Django."""

import base64
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})


def flag(name: str, *, default: bool = False) -> bool:
    """Read a yes/no variable; anything but 1, true, yes, on is no."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in TRUE_WORDS


def words(name: str, default: str = "") -> list[str]:
    """Read a comma-separated variable; empty parts are dropped."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def checkout_root() -> Path | None:
    """The folder of the source checkout, or None when installed from a wheel."""
    root = Path(__file__).resolve().parents[3]
    return root if (root / "pyproject.toml").is_file() else None


def data_dir() -> Path:
    """The data folder: XINQIAO_DATA, else `var` of the checkout, else `~/.local/share/xinqiao`."""
    given = os.environ.get("XINQIAO_DATA")
    if given:
        return Path(given).expanduser().resolve()
    root = checkout_root()
    return root / "var" if root else Path.home() / ".local" / "share" / "xinqiao"


def kept_secret(name: str, file_name: str, make: Any = None) -> str:
    """Return the secret from the environment, else from the data folder, made there once (0600).

    Two processes may start together: the file appears whole through a hard link, and the
    process that comes second reads what the first one wrote.
    """
    given = os.environ.get(name)
    if given:
        return given
    path = data_dir() / "keys" / file_name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{file_name}.{os.getpid()}.{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write((make or new_key)())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


def kept_keys(name: str, file_name: str) -> list[str]:
    """A ring of keys, newest first, written with commas between them."""
    return [key.strip() for key in kept_secret(name, file_name).split(",") if key.strip()]


def new_key() -> str:
    """Return 32 random bytes as URL-safe base64, the form Fernet keys have."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii")


def database_settings(url: str) -> dict[str, Any]:
    """Turn `postgresql://user:password@host:port/name?host=/socket&option=…` into Django's form.

    Raises ValueError with a sentence when the address is not a PostgreSQL one or names no database.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(
            "DATABASE_URL must begin with postgresql://, for example "
            "postgresql://xinqiao@127.0.0.1:5432/xinqiao"
        )
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ValueError("DATABASE_URL names no database; add /xinqiao at its end.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(options.pop("port", parts.port or "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, **options},
    }
