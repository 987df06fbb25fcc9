"""A backup taken from one data folder comes back in another, attachments and seals included."""

import json
import os
import subprocess
import sys

import pytest

from tests.support.site import open_folder

AREAS = "code,name,level,parent_code\n51,四川省,1,\n5110,内江市,2,51\n511083,隆昌市,3,5110\n"

pytestmark = pytest.mark.xdist_group("site")


def xinqiao(data, *words, code=0):
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("XINQIAO_", "DATABASE_URL", "DJANGO_SETTINGS"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "xinqiao.config.cli", *words],
        env=environment | {"XINQIAO_DATA": str(data), "XINQIAO_DURABLE": "0"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def folders():
    with open_folder() as old, open_folder() as new:
        yield old, new


def test_what_was_backed_up_comes_back(folders, tmp_path):
    old, new = folders
    areas = tmp_path / "areas.csv"
    areas.write_text(AREAS, encoding="utf-8")
    xinqiao(old, "import", "areas", str(areas))
    seal = "from xinqiao.events.services.seal import seal_events; from xinqiao.kit.time import now;"
    xinqiao(old, "manage", "shell", "-c", f"{seal} print(seal_events(at=now()))")
    attachment = old / "files" / "ab" / "photo.jpg"
    assert oct((old / "files").stat().st_mode & 0o777) == "0o700"
    attachment.parent.mkdir(parents=True)
    attachment.write_bytes(b"photo")
    before = json.loads(xinqiao(old, "seal", "verify", "--json").stdout)
    assert before["seals"] == 1

    file = tmp_path / "backup.tar"
    xinqiao(old, "backup", str(file))
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    xinqiao(new, "restore", str(file))

    after = json.loads(xinqiao(new, "seal", "verify", "--json", "--expect", before["head"]).stdout)
    assert after == before
    assert (new / "files" / "ab" / "photo.jpg").read_bytes() == b"photo"
    again = json.loads(xinqiao(new, "import", "areas", str(areas), "--json").stdout)
    assert (again["unchanged"], again["added"]) == (3, 0)


def test_a_filled_database_is_not_overwritten_by_accident(folders, tmp_path):
    old, _ = folders
    areas = tmp_path / "areas.csv"
    areas.write_text(AREAS, encoding="utf-8")
    xinqiao(old, "import", "areas", str(areas))
    file = tmp_path / "backup.tar"
    xinqiao(old, "backup", str(file))
    refused = xinqiao(old, "restore", str(file), code=1)
    assert "--replace" in refused.stderr
    xinqiao(old, "restore", str(file), "--replace")
