import os
import stat
from pathlib import Path

import pytest

from nessie_tui.errors import ProfileFileError
from nessie_tui.storage.safe_file import MAX_BYTES, read_file, write_file

posix_only = pytest.mark.skipif(os.name != "posix", reason="owners and modes are POSIX")


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request):
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def make_private(path: Path, text: str = "x = 1\n") -> Path:
    path.write_text(text)
    path.chmod(0o600)
    return path


def test_a_missing_file_is_none(tmp_path):
    assert read_file(tmp_path / "none.toml") is None
    assert read_file(tmp_path / "none.toml", private=True) is None


def test_text_comes_back_byte_for_byte(tmp_path):
    write_file(tmp_path / "a.toml", "ü = 1\r\n")
    assert (tmp_path / "a.toml").read_bytes() == "ü = 1\r\n".encode()
    assert read_file(tmp_path / "a.toml").text == "ü = 1\r\n"


def test_a_byte_order_mark_is_not_text(tmp_path):
    (tmp_path / "a.toml").write_bytes(b"\xef\xbb\xbfa = 1")
    assert read_file(tmp_path / "a.toml").text == "a = 1"


@posix_only
def test_files_and_folders_are_private_whatever_the_umask(tmp_path, umask):
    path = tmp_path / "one/two/a.toml"
    for text in ("new", "replaced"):
        write_file(path, text)
        assert path.read_text() == text
        assert mode_of(path) == 0o600
    assert mode_of(tmp_path / "one") == mode_of(tmp_path / "one/two") == 0o700


@posix_only
def test_a_file_that_was_open_to_others_is_private_after_a_write(tmp_path):
    path = make_private(tmp_path / "a.toml")
    path.chmod(0o666)
    write_file(path, "new")
    assert mode_of(path) == 0o600


def bad_fifo(path):
    os.mkfifo(path)


def bad_folder(path):
    path.mkdir()


def bad_device(path):
    path.symlink_to("/dev/zero")


def bad_size(path):
    path.write_bytes(b"#" * (MAX_BYTES + 1))


def bad_bytes(path):
    path.write_bytes(b"a = '\xff\xfe'")


def bad_loop(path):
    path.symlink_to(path)


BAD_KINDS = {
    bad_fifo: "not a regular file",
    bad_folder: "is a folder",
    bad_device: "not a regular file",
    bad_size: "larger than 1024 KiB",
    bad_bytes: r"not UTF-8 text \(byte 6\)",
    bad_loop: "cannot be read",
}


@posix_only
@pytest.mark.parametrize(("make", "words"), BAD_KINDS.items(), ids=[f.__name__ for f in BAD_KINDS])
def test_six_bad_kinds_of_files_are_one_line_each(make, words, tmp_path):
    make(tmp_path / "a.toml")
    with pytest.raises(ProfileFileError, match=words) as caught:
        read_file(tmp_path / "a.toml")
    assert "\n" not in str(caught.value)
    assert str(tmp_path / "a.toml") in str(caught.value)


def test_an_error_carries_no_bytes_of_the_file(tmp_path):
    bad_bytes(tmp_path / "a.toml")
    with pytest.raises(ProfileFileError) as caught:
        read_file(tmp_path / "a.toml")
    assert caught.value.__context__ is None


@posix_only
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601, 0o666])
def test_a_private_file_open_to_others_is_refused(mode, tmp_path):
    path = make_private(tmp_path / "a.toml")
    assert read_file(path, private=True) is not None
    path.chmod(mode)
    with pytest.raises(ProfileFileError, match="chmod 600"):
        read_file(path, private=True)
    assert read_file(path) is not None


@posix_only
def test_a_private_file_of_somebody_else_is_refused(tmp_path, monkeypatch):
    path = make_private(tmp_path / "a.toml")
    monkeypatch.setattr("os.geteuid", lambda: path.stat().st_uid + 1)
    with pytest.raises(ProfileFileError, match="another user"):
        read_file(path, private=True)


@posix_only
def test_a_private_file_is_no_link(tmp_path):
    make_private(tmp_path / "real.toml")
    (tmp_path / "a.toml").symlink_to("real.toml")
    with pytest.raises(ProfileFileError, match="is a link"):
        read_file(tmp_path / "a.toml", private=True)
    with pytest.raises(ProfileFileError, match="is a link"):
        write_file(tmp_path / "a.toml", "new")
    assert (tmp_path / "real.toml").read_text() == "x = 1\n"


@posix_only
def test_a_link_into_dotfiles_survives_a_write(tmp_path):
    (tmp_path / "dotfiles").mkdir()
    real = make_private(tmp_path / "dotfiles/real.toml")
    (tmp_path / "a.toml").symlink_to("dotfiles/real.toml")
    write_file(tmp_path / "a.toml", "new", follow_link=True)
    assert (tmp_path / "a.toml").is_symlink()
    assert real.read_text() == "new"


@posix_only
@pytest.mark.parametrize(("mode", "alone"), [(0o600, True), (0o644, True), (0o620, False)])
def test_who_else_may_write_is_known(mode, alone, tmp_path):
    path = make_private(tmp_path / "a.toml")
    path.chmod(mode)
    assert read_file(path).is_ours_alone is alone


def failing(*args, **kwargs):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("step", ["os.write", "os.fsync", "os.replace", "tempfile.mkstemp"])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(step, tmp_path, monkeypatch):
    path = make_private(tmp_path / "a.toml", "old")
    monkeypatch.setattr(step, failing)
    with pytest.raises(ProfileFileError, match=r"No space left on device. Nothing was changed"):
        write_file(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_short_writes_are_continued(tmp_path, monkeypatch):
    whole = os.write
    monkeypatch.setattr("os.write", lambda fd, data: whole(fd, bytes(data[:3])))
    write_file(tmp_path / "a.toml", "a long text")
    assert (tmp_path / "a.toml").read_text() == "a long text"


def test_a_folder_that_cannot_be_synced_is_no_error(tmp_path, monkeypatch):
    sync = os.fsync

    def only_files(descriptor):
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(22, "Invalid argument")
        sync(descriptor)

    monkeypatch.setattr("os.fsync", only_files)
    write_file(tmp_path / "a.toml", "new")
    assert (tmp_path / "a.toml").read_text() == "new"


def test_what_a_killed_writer_left_is_removed_once_it_is_old(tmp_path):
    old, young = tmp_path / ".a.toml.1.tmp", tmp_path / ".a.toml.2.tmp"
    other = tmp_path / ".b.toml.1.tmp"
    for path in (old, young, other):
        path.write_text("left")
    os.utime(old, (0, 0))
    os.utime(other, (0, 0))
    write_file(tmp_path / "a.toml", "new")
    assert not old.exists()
    assert young.exists()
    assert other.exists()


def test_a_path_is_printed_harmlessly(tmp_path):
    path = tmp_path / "\x1b[31mred"
    path.mkdir()
    with pytest.raises(ProfileFileError) as caught:
        read_file(path)
    assert "\x1b" not in str(caught.value)
