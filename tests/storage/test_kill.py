"""A killed writer leaves the old file or the new one, at whichever step it dies."""

import stat
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nessie_tui.model.snapshot import TaskReading, TaskSnapshot
from nessie_tui.model.state import FAILED, SUCCEEDED
from nessie_tui.model.task import Task
from nessie_tui.storage.ledger import FileLedger
from nessie_tui.storage.profiles import load_profiles
from nessie_tui.storage.snapshot_cache import SnapshotCache

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="patches POSIX functions")

# The process ends before the nth call of a function that changes the disk. Nothing that it leaves
# may depend on the umask.
MORTAL = """
import os, sys, tempfile
from datetime import UTC, datetime
from pathlib import Path
from nessie_tui.model.profile import Profile, SecretKind, SecretSource
from nessie_tui.model.secret import Secret
from nessie_tui.model.snapshot import TaskReading, TaskSnapshot
from nessie_tui.model.state import SUCCEEDED
from nessie_tui.model.task import Task
from nessie_tui.storage.ledger import FileLedger
from nessie_tui.storage.profile_edit import add_profile
from nessie_tui.storage.snapshot_cache import SnapshotCache

folder, last = Path(sys.argv[1]), int(sys.argv[2])
count = 0
os.umask(0)

def mortal(function):
    def call(*args, **kwargs):
        global count
        count += 1
        if count > last:
            os._exit(9)
        if function.__name__ == "write":
            half = max(1, len(args[1]) // 2)
            return function(args[0], bytes(args[1][:half]))
        return function(*args, **kwargs)
    return call

for name in ("write", "fsync", "fchmod", "replace", "unlink", "mkdir", "open", "close"):
    setattr(os, name, mortal(getattr(os, name)))
tempfile.mkstemp = mortal(tempfile.mkstemp)
"""

OLD_PROFILES = """\
schema = 1
default = "old"

[profiles.old]  # a comment
project_id = 1
username = "user"
secret = { env = "NAME" }
"""

CAME_AT = datetime(2026, 11, 23, 20, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 20, tzinfo=UTC)
OLD = TaskSnapshot("daily", CAME_AT, TaskReading({FAILED: 1}, (Task("daily", FAILED),)))
NEW = TaskSnapshot("daily", LATER, TaskReading({SUCCEEDED: 1}, (Task("daily", SUCCEEDED),)))


def old_profiles(folder):
    (folder / "profiles.toml").write_text(OLD_PROFILES)


def seen_profiles(folder):
    path = folder / "profiles.toml"
    assert "# a comment" in path.read_text()
    backup = folder / "profiles.toml.bak"
    if backup.exists():
        assert load_profiles(backup).get("old") is not None
    return tuple(profile.name for profile in load_profiles(path).profiles)


def old_ledger(folder):
    FileLedger(folder / "requests").add(1.0, 0.0, lambda _: True)


def seen_ledger(folder):
    return FileLedger(folder / "requests").spent(0.0)


def no_tasks(folder):
    pass


def old_tasks(folder):
    SnapshotCache(folder / "cache").keep_tasks(OLD)


def seen_tasks(folder):
    return SnapshotCache(folder / "cache").tasks("daily")


@dataclass(frozen=True)
class Case:
    begin: object
    write: str
    seen: object
    old: object
    new: object
    least_steps: int = 6


CASES = {
    "profiles": Case(
        old_profiles,
        'profile = Profile("new", 2, "user", SecretSource(SecretKind.FILE))\n'
        'add_profile(profile, Secret("canary"), folder / "profiles.toml")',
        seen_profiles,
        ("old",),
        ("old", "new"),
        least_steps=20,
    ),
    "ledger": Case(
        old_ledger,
        'FileLedger(folder / "requests").add(2.0, 0.0, lambda _: True)',
        seen_ledger,
        (1.0,),
        (1.0, 2.0),
    ),
    "snapshot": Case(
        old_tasks,
        "at = datetime(2026, 11, 24, 20, tzinfo=UTC)\n"
        'reading = TaskReading({SUCCEEDED: 1}, (Task("daily", SUCCEEDED),))\n'
        'SnapshotCache(folder / "cache").keep_tasks(TaskSnapshot("daily", at, reading))',
        seen_tasks,
        OLD,
        NEW,
    ),
    "first snapshot": Case(
        no_tasks,
        "at = datetime(2026, 11, 24, 20, tzinfo=UTC)\n"
        'reading = TaskReading({SUCCEEDED: 1}, (Task("daily", SUCCEEDED),))\n'
        'SnapshotCache(folder / "cache").keep_tasks(TaskSnapshot("daily", at, reading))',
        seen_tasks,
        None,
        NEW,
    ),
}


def killed_at(write: str, folder: Path, step: int) -> int:
    # A constant program and two arguments of this test.
    return subprocess.run(
        [sys.executable, "-c", f"{MORTAL}\n{write}\nos._exit(0)", str(folder), str(step)],
        check=False,
        timeout=60,
    ).returncode


def open_to_others(folder: Path) -> list[Path]:
    files = [path for path in folder.rglob("*") if path.name != "profiles.toml"]
    return [path for path in files if stat.S_IMODE(path.lstat().st_mode) & 0o077]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_kill_at_any_step_leaves_old_or_new(case, tmp_path):
    seen = []
    for step in range(200):
        folder = tmp_path / str(step)
        folder.mkdir()
        case.begin(folder)
        code = killed_at(case.write, folder, step)
        assert not open_to_others(folder)
        seen.append(case.seen(folder))
        if code == 0:
            break
    else:
        pytest.fail("the writer never came to its end")
    assert all(value in (case.old, case.new) for value in seen)
    assert seen[0] == case.old
    assert seen[-1] == case.new
    assert step > case.least_steps


def test_a_confirmation_that_was_half_written_is_none(tmp_path):
    write = (
        'cache = SnapshotCache(folder / "cache")\n'
        'cache.confirm("daily", datetime(2026, 11, 24, 20, tzinfo=UTC))'
    )
    for step in range(20):
        folder = tmp_path / str(step)
        old_tasks(folder)
        code = killed_at(write, folder, step)
        # Every write of this writer is a half one, so this holds at its end too.
        assert seen_tasks(folder) == OLD
        if code == 0:
            break
    else:
        pytest.fail("the writer never came to its end")
    SnapshotCache(folder / "cache").confirm("daily", LATER)
    assert seen_tasks(folder) == replace(OLD, fetched_at=LATER)
