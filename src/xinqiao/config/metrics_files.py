"""The folder through which several web processes count together (prometheus-client's own way)."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


@contextmanager
def folder(data: Path) -> Iterator[Path]:
    """Make a fresh folder and name it in the environment of the children."""
    data.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="metrics-", dir=data))
    os.environ[VARIABLE] = str(made)
    try:
        yield made
    finally:
        os.environ.pop(VARIABLE, None)
        shutil.rmtree(made, ignore_errors=True)
