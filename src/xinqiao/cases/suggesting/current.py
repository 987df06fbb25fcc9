"""The model in use, read at the first question and again when another version is put to use."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass

from xinqiao.cases.suggesting import store
from xinqiao.cases.suggesting.errors import ModelDamaged, ModelNotFound
from xinqiao.cases.suggesting.model import Model

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Held:
    mark: tuple[str, int]
    model: Model | None


_lock = threading.Lock()
_held: _Held | None = None


def current_model() -> Model | None:
    """The model in use; None when there is none or it cannot be read, which the log then says.

    Costs one look at a file's time stamp. A request in the middle of a change keeps what it has.
    """
    global _held
    mark = (str(store.folder()), store.active_mark())
    held = _held
    if held is not None and held.mark == mark:
        return held.model
    with _lock:
        if _held is None or _held.mark != mark:
            _held = _Held(mark, _read())
        return _held.model


def _read() -> Model | None:
    number = store.active_number()
    if number is None:
        return None
    try:
        return store.load(number)
    except (ModelNotFound, ModelDamaged) as error:
        logger.error("suggestions fall back to keywords: %s", error)
        return None
