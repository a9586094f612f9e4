import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.storage.ledger import FileLedger
from nessie_tui.storage.lock import exclusive

NOW = 1_795_000_000.25
HOUR = 3600.0

posix_only = pytest.mark.skipif(os.name != "posix", reason="links and modes are POSIX")


def always(moments):
    return True


def below(ceiling):
    return lambda moments: len(moments) < ceiling


def ledger(folder: Path, now: float = NOW) -> FileLedger:
    return FileLedger(folder / "state" / "requests", lambda: now)


def test_a_project_that_was_never_asked_spent_nothing(tmp_path):
    assert ledger(tmp_path).spent(0) == ()
    assert list(tmp_path.iterdir()) == []


def test_what_was_noted_is_known_to_the_next_program(tmp_path):
    for seconds in (-20, -10.125, 0):
        assert ledger(tmp_path).add(NOW + seconds, NOW - HOUR, always)
    assert ledger(tmp_path).spent(NOW - HOUR) == (NOW - 20, NOW - 10.125, NOW)
    assert ledger(tmp_path).spent(NOW - 20) == (NOW - 10.125, NOW)


def test_two_requests_at_the_same_moment_are_two(tmp_path):
    one = ledger(tmp_path)
    assert [one.add(NOW, NOW - HOUR, below(2)) for _ in range(3)] == [True, True, False]
    assert one.spent(NOW - HOUR) == ledger(tmp_path).spent(NOW - HOUR) == (NOW, NOW)


def test_what_is_refused_is_not_noted(tmp_path):
    asked = []
    one = ledger(tmp_path)
    one.add(NOW - 5, NOW - HOUR, always)
    assert not one.add(NOW, NOW - HOUR, lambda moments: asked.extend(moments) or False)
    assert asked == [NOW - 5]
    assert one.spent(NOW - HOUR) == (NOW - 5,)


def test_what_is_older_is_forgotten_and_leaves_the_file(tmp_path):
    one = ledger(tmp_path)
    one.add(NOW - HOUR, NOW - 2 * HOUR, always)
    one.add(NOW, NOW - HOUR, always)
    assert one.spent(0) == ledger(tmp_path).spent(0) == (NOW,)


def test_a_question_about_the_last_minute_forgets_nothing(tmp_path):
    one = ledger(tmp_path)
    one.add(NOW - 600, NOW - HOUR, always)
    assert one.spent(NOW - 60) == ()
    assert one.spent(NOW - HOUR) == (NOW - 600,)


@posix_only
def test_file_and_folder_are_private_whatever_the_umask(tmp_path):
    before = os.umask(0)
    try:
        ledger(tmp_path).add(NOW, NOW - HOUR, always)
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    assert modes == {"state": 0o700, "requests": 0o600, "requests.lock": 0o600}


SPENDER = """
import sys, time
from pathlib import Path
from nessie_tui.storage.ledger import FileLedger

one = FileLedger(Path(sys.argv[1]), patience_s=10.0)
sys.stdin.read()
taken = 0
for _ in range(150):
    now = time.time()
    taken += one.add(now, now - 3600, lambda moments: len(moments) < 200)
print(taken)
"""


def test_programs_that_race_never_exceed_the_ceiling_together(tmp_path):
    path = tmp_path / "requests"
    spenders = [
        subprocess.Popen(
            [sys.executable, "-c", SPENDER, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    for spender in spenders:  # all are waiting for this, so they start together
        spender.stdin.close()
    taken = [int(spender.stdout.read()) for spender in spenders]
    assert [spender.wait(timeout=60) for spender in spenders] == [0] * 3
    for spender in spenders:
        spender.stdout.close()
    assert sum(taken) == 200
    assert len(FileLedger(path).spent(0)) == 200


def a_link(path, patch):
    path.with_name("elsewhere").write_text("1\n")
    path.symlink_to("elsewhere")


def a_linked_lock(path, patch):
    path.with_name("requests.lock").symlink_to("elsewhere")


def a_folder(path, patch):
    path.mkdir()


def a_fifo_that_cannot_be_replaced(path, patch):
    os.mkfifo(path)
    patch.setattr("os.replace", failing)


def a_full_disk(path, patch):
    patch.setattr("os.write", failing)


def a_read_only_disk(path, patch):
    patch.setattr("tempfile.mkstemp", failing)


def a_file_in_place_of_the_folder(path, patch):
    path.parent.rmdir()
    path.parent.write_text("")


def failing(*args, **kwargs):
    raise OSError(28, "No space left on device")


UNUSABLE = [
    a_link,
    a_linked_lock,
    a_folder,
    a_fifo_that_cannot_be_replaced,
    a_full_disk,
    a_read_only_disk,
    a_file_in_place_of_the_folder,
]


@posix_only
@pytest.mark.parametrize("spoil", UNUSABLE, ids=lambda spoil: spoil.__name__)
def test_without_a_disk_the_ceiling_still_holds_for_this_program(spoil, tmp_path, monkeypatch):
    path = tmp_path / "state" / "requests"
    path.parent.mkdir()
    spoil(path, monkeypatch)
    one = FileLedger(path, lambda: NOW)
    taken = [one.add(NOW - 3 + number, NOW - HOUR, below(2)) for number in range(3)]
    assert taken == [True, True, False]
    assert one.spent(NOW - HOUR) == (NOW - 3, NOW - 2)
    assert one.add(NOW + HOUR, NOW, below(1))
    if spoil is a_link:
        assert path.with_name("elsewhere").read_text() == "1\n"


@posix_only
@pytest.mark.parametrize("plant", [os.mkfifo, lambda path: path.write_bytes(b"\xff\0 1e999 nan")])
def test_what_can_be_replaced_is(plant, tmp_path):
    path = tmp_path / "requests"
    plant(path)
    FileLedger(path, lambda: NOW).add(NOW, NOW - HOUR, always)
    assert FileLedger(path, lambda: NOW).spent(0) == (NOW,)


@pytest.mark.skipif(sys.platform == "win32", reason="locks of one process exclude each other here")
def test_a_lock_held_by_a_stopped_program_holds_nobody_for_long(tmp_path):
    one = ledger(tmp_path)
    with exclusive(tmp_path / "state" / "requests"):
        began = time.monotonic()
        assert one.add(NOW - 1, NOW - HOUR, below(1))
        assert time.monotonic() - began < 1  # a fifth of that on a machine with nothing else to do
        assert not one.add(NOW, NOW - HOUR, below(1))
        assert ledger(tmp_path).spent(0) == ()
    # The others learn of it with the next one.
    one.add(NOW, NOW - HOUR, always)
    assert ledger(tmp_path).spent(0) == (NOW - 1, NOW)


def test_when_the_file_is_gone_this_program_still_knows_its_own(tmp_path):
    one, other = ledger(tmp_path), ledger(tmp_path)
    one.add(NOW - 2, NOW - HOUR, always)
    other.add(NOW - 1, NOW - HOUR, always)
    (tmp_path / "state" / "requests").unlink()
    assert one.spent(0) == (NOW - 2,)
    one.add(NOW, NOW - HOUR, always)
    assert other.spent(0) == (NOW - 2, NOW - 1, NOW)


@pytest.mark.parametrize("days", [0.1, 1, 4000])
def test_after_the_clock_was_set_back_a_request_is_forgotten_within_the_hour(days, tmp_path):
    ledger(tmp_path).add(NOW, NOW - HOUR, always)
    back = NOW - days * 24 * HOUR
    assert ledger(tmp_path, back).spent(back - HOUR) == (back,)
    # Each of these is another program: the moment stays where the first one put it.
    assert ledger(tmp_path, back + 60).spent(back + 60 - HOUR) == (back,)
    assert ledger(tmp_path, back + HOUR).spent(back) == ()


def test_a_clock_set_back_under_a_running_program_is_noticed(tmp_path):
    clock = [NOW]
    one = FileLedger(tmp_path / "requests", lambda: clock[0])
    one.add(NOW, NOW - HOUR, always)
    clock[0] -= 24 * HOUR
    assert not one.add(clock[0], clock[0] - HOUR, below(1))
    clock[0] += HOUR
    assert one.add(clock[0], clock[0] - HOUR, below(1))
    assert one.spent(0) == (clock[0],)


def test_a_clock_set_back_counts_once_on_a_disk_that_cannot_be_written(tmp_path, monkeypatch):
    one = ledger(tmp_path)
    one.add(NOW, NOW - HOUR, always)
    monkeypatch.setattr("tempfile.mkstemp", failing)
    back = NOW - 24 * HOUR
    for minute in range(3):
        at = back + 60 * minute
        asked = []
        one.add(at, at - HOUR, lambda moments, asked=asked: asked.extend(moments) or False)
        assert asked == [back]


def test_programs_that_note_out_of_order_change_nothing(tmp_path):
    one, other = ledger(tmp_path), ledger(tmp_path)
    one.add(NOW, NOW - HOUR, always)
    other.add(NOW - 0.1, NOW - HOUR, always)
    assert one.spent(0) == other.spent(0) == (NOW - 0.1, NOW)


@given(
    st.one_of(
        st.binary(),
        st.lists(st.floats() | st.integers() | st.text(max_size=5)).map(
            lambda words: "\n".join(map(str, words)).encode(errors="replace")
        ),
    )
)
def test_any_file_is_read_and_can_be_added_to(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("any") / "requests"
    path.write_bytes(data)
    path.chmod(0o600)
    one = FileLedger(path, lambda: NOW)
    moments = one.spent(NOW - HOUR)
    assert list(moments) == sorted(moments)
    assert all(NOW - HOUR < moment <= NOW for moment in moments)
    assert one.add(NOW, NOW - HOUR, always)
    assert FileLedger(path, lambda: NOW).spent(NOW - HOUR) == (*moments, NOW)


def test_a_request_that_never_went_out_can_be_struck_out(tmp_path):
    ledger = FileLedger(tmp_path / "requests", now=lambda: 3000.0)
    for at in (1000.0, 2000.0, 2000.0):
        assert ledger.add(at, 0.0, lambda _: True)
    ledger.forget(2000.0)
    ledger.forget(999.0)
    assert ledger.spent(0.0) == (1000.0, 2000.0)
    assert FileLedger(tmp_path / "requests", now=lambda: 3000.0).spent(0.0) == (1000.0, 2000.0)
