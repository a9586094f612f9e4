"""A killed writer leaves the old file or the new one, at whichever step it dies."""

import subprocess
import sys
from pathlib import Path

import pytest

from nessie_tui.storage.profiles import load_profiles

# The process ends before the nth call of a function that changes the disk.
WRITER = """
import os, sys, tempfile
from pathlib import Path
from nessie_tui.model.profile import Profile, SecretKind, SecretSource
from nessie_tui.model.secret import Secret
from nessie_tui.storage.profile_edit import add_profile

path, last = Path(sys.argv[1]), int(sys.argv[2])
count = 0

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

for name in ("write", "fsync", "fchmod", "replace", "mkdir", "open", "close"):
    setattr(os, name, mortal(getattr(os, name)))
tempfile.mkstemp = mortal(tempfile.mkstemp)
profile = Profile("new", 2, "user", SecretSource(SecretKind.FILE))
add_profile(profile, Secret("canary"), path)
os._exit(0)
"""

OLD = """\
schema = 1
default = "old"

[profiles.old]  # a comment
project_id = 1
username = "user"
secret = { env = "NAME" }
"""


def killed_at(path: Path, step: int) -> int:
    # A constant program and two arguments of this test.
    return subprocess.run(
        [sys.executable, "-c", WRITER, str(path), str(step)], check=False, timeout=60
    ).returncode


@pytest.mark.skipif(sys.platform == "win32", reason="patches POSIX functions")
def test_a_kill_at_any_step_leaves_old_or_new(tmp_path):
    seen = set()
    for step in range(200):
        folder = tmp_path / str(step)
        folder.mkdir()
        path = folder / "profiles.toml"
        path.write_text(OLD)
        code = killed_at(path, step)
        names = tuple(profile.name for profile in load_profiles(path).profiles)
        assert names in {("old",), ("old", "new")}
        assert "# a comment" in path.read_text()
        backup = folder / "profiles.toml.bak"
        if backup.exists():
            assert load_profiles(backup).get("old") is not None
        seen.add(names)
        if code == 0:
            break
    else:
        pytest.fail("the writer never came to its end")
    assert seen == {("old",), ("old", "new")}
    assert step > 20
