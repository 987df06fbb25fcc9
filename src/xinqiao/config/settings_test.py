"""Settings of the test suite: quick password hashes, fixed keys, a data folder of its own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from xinqiao.config import cluster, environ

# The private test cluster is kept between runs, so that its template database is kept too.
TEST_DATA = environ.data_dir() / "test"


def _folder_for_this_run() -> str:
    folder = tempfile.mkdtemp(prefix="xinqiao-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


if "XINQIAO_TEST_RUN" not in os.environ:
    os.environ["XINQIAO_TEST_RUN"] = str(TEST_DATA)
    os.environ["XINQIAO_DATA"] = _folder_for_this_run()
TEST_DATA = Path(os.environ["XINQIAO_TEST_RUN"])

os.environ.setdefault("XINQIAO_SECRET_KEY", "only-for-tests")
os.environ.setdefault("XINQIAO_FIELD_KEYS", "eHEtdGVzdC1rZXktdGhhdC1pcy0zMi1ieXRlcy1sb24=")

from xinqiao.config.settings import *  # noqa: E402, F403
from xinqiao.config.settings import DATABASES  # noqa: E402

if not os.environ.get("DATABASE_URL"):
    DATABASES["default"] = environ.database_settings(cluster.url_of(TEST_DATA))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
DEMO = False
