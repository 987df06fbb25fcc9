"""Settings of the test suite: quick password hashes, fixed keys, a data folder of its own."""

import os
import tempfile

os.environ.setdefault("XINQIAO_SECRET_KEY", "only-for-tests")
os.environ.setdefault("XINQIAO_FIELD_KEYS", "eHEtdGVzdC1rZXktdGhhdC1pcy0zMi1ieXRlcy1sb24=")
os.environ.setdefault("XINQIAO_INDEX_KEY", "aW5kZXgtdGVzdC1rZXktdGhhdC1oYXMtMzItYnl0ZXM=")
os.environ.setdefault("XINQIAO_DATA", tempfile.mkdtemp(prefix="xinqiao-test-"))

from xinqiao.config.settings import *  # noqa: E402, F403
from xinqiao.config.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
SUFFIX = os.environ.get("XINQIAO_TEST_DB_SUFFIX", "")
DATABASES["default"]["TEST"] = {"NAME": f"test_xinqiao{SUFFIX}", "TEMPLATE": "template0"}
