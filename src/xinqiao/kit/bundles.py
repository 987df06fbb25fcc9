"""What Vite built: which files an entry needs, and the icons taken from @tabler/icons."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static


@dataclass(frozen=True, slots=True)
class Entry:
    """Addresses of one entry, in the order the page must name them."""

    styles: tuple[str, ...]
    script: str
    preloads: tuple[str, ...]


def entry(name: str) -> Entry:
    """Return the files of the entry `name`. Raises ImproperlyConfigured when it was not built."""
    return _entry(name, _stamp("manifest.json"))


def icon_paths(name: str) -> str:
    """Return what is inside the <svg> of an outline icon. Raises LookupError for unknown names."""
    return _icons(_stamp("icons.json"))[name]


def _built(name: str) -> Path:
    return Path(settings.STATIC_BUILT) / ".vite" / name


def _stamp(name: str) -> float:
    # Only while developing is a new build noticed without a restart.
    if not settings.DEBUG:
        return 0.0
    try:
        return _built(name).stat().st_mtime
    except OSError:
        return 0.0


def _read(name: str) -> Any:
    try:
        return json.loads(_built(name).read_text(encoding="utf-8"))
    except OSError as error:
        raise ImproperlyConfigured(
            "The page bundles are not built. Run `make setup` (or `npm run build` in frontend/)."
        ) from error


@lru_cache(maxsize=32)
def _entry(name: str, stamp: float) -> Entry:
    manifest: dict[str, dict[str, Any]] = _read("manifest.json")
    key = f"src/{name}.ts"
    if key not in manifest:
        raise ImproperlyConfigured(f"Vite has no entry named {name!r}.")
    seen: dict[str, None] = {}
    _collect(manifest, key, seen)
    styles = [css for chunk in seen for css in manifest[chunk].get("css", [])]
    files = [manifest[chunk]["file"] for chunk in seen if chunk != key]
    return Entry(
        styles=tuple(static(css) for css in dict.fromkeys(styles)),
        script=static(manifest[key]["file"]),
        preloads=tuple(static(file) for file in files),
    )


def _collect(manifest: dict[str, dict[str, Any]], key: str, seen: dict[str, None]) -> None:
    if key in seen:
        return
    seen[key] = None
    for other in manifest[key].get("imports", []):
        _collect(manifest, other, seen)


@lru_cache(maxsize=2)
def _icons(stamp: float) -> dict[str, str]:
    icons: dict[str, str] = _read("icons.json")
    return icons
