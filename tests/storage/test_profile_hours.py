"""After how many hours data is late and overdue, as profiles.toml says it."""

from pathlib import Path

import pytest

from nessie_tui.errors import ProfileFileError
from nessie_tui.storage.profiles import load_profiles

PROFILE = """\
[profiles.acme]
project_id = 1
username = "user"
secret = { file = true }
"""


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "profiles.toml"


def hours_of(path: Path, lines: str) -> tuple[float, float]:
    path.write_text(PROFILE + lines)
    [profile] = load_profiles(path).profiles
    return profile.warning_hours, profile.critical_hours


@pytest.mark.parametrize(
    ("lines", "hours"),
    [
        ("", (24, 48)),
        ("warning_hours = 30", (30, 48)),
        ("critical_hours = 24", (24, 24)),
        ("warning_hours = 0.5\ncritical_hours = 1.5", (0.5, 1.5)),
        ("critical_hours = 8784", (24, 8784)),
    ],
)
def test_hours_are_read(lines, hours, path):
    assert hours_of(path, lines) == hours


def test_whole_hours_stay_whole(path):
    assert repr(hours_of(path, "critical_hours = 72")) == "(24, 72)"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("warning_hours = 0", "warning_hours must be a positive number of hours"),
        ("warning_hours = -1", "warning_hours must be a positive number of hours"),
        ('warning_hours = "24"', "warning_hours must be a positive number of hours, not '24'"),
        ("warning_hours = false", "not false"),
        ("critical_hours = nan", "critical_hours must be a positive number of hours"),
        ("critical_hours = inf", "at most a year, not inf"),
        ("critical_hours = 8785", "at most a year, not 8785"),
        ("critical_hours = 23", "critical_hours must be at least warning_hours, which is 24"),
    ],
)
def test_hours_that_cannot_be_used_are_named_with_their_line(line, words, path):
    with pytest.raises(ProfileFileError) as caught:
        hours_of(path, line)
    assert f"{path}:5: profile acme: " in str(caught.value)
    assert words in str(caught.value)


def test_the_usual_hours_count_too_where_the_order_is_wrong(path):
    words = (
        r":1: profile acme: critical_hours must be at least warning_hours, which is 72, not 48\."
    )
    with pytest.raises(ProfileFileError, match=words):
        hours_of(path, "warning_hours = 72")
