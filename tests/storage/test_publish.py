"""A file that others read: replaced in one step, and never in place of something else."""

import os
import stat
from pathlib import Path

import pytest

from nessie_tui.errors import InputError
from nessie_tui.storage.safe_file import publish_file


@pytest.mark.parametrize("mask", [0o000, 0o077])
def test_everybody_may_read_it_whatever_the_umask(tmp_path, mask):
    path = tmp_path / "a.prom"
    before = os.umask(mask)
    try:
        publish_file(path, "one")
    finally:
        os.umask(before)
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("one", 0o644)


def test_a_link_stays_and_what_it_points_to_is_replaced(tmp_path):
    path, link = tmp_path / "a.prom", tmp_path / "link.prom"
    path.write_text("old")
    link.symlink_to(path)
    publish_file(link, "new")
    assert link.is_symlink()
    assert path.read_text() == "new"


def test_a_missing_folder_is_not_made(tmp_path):
    with pytest.raises(InputError, match="cannot be written: No such file or directory"):
        publish_file(tmp_path / "none" / "a.prom", "new")
    assert not list(tmp_path.iterdir())


def test_what_is_no_file_is_left_alone(tmp_path):
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    for place in (fifo, tmp_path, Path("/dev/null")):
        with pytest.raises(InputError, match=r"is a folder|is not a regular file"):
            publish_file(place, "new")
    assert stat.S_ISFIFO(fifo.stat().st_mode)


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "a.prom"
    path.write_text("old")

    def failing(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.write", failing)
    with pytest.raises(InputError, match="No space left on device"):
        publish_file(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
