from pathlib import Path

import pytest

from nessie_tui.errors import InputError
from nessie_tui.storage import path as where

ALL = [
    where.config_folder,
    where.profiles_path,
    where.secrets_path,
]


def test_xdg_variables_move_every_file(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    assert where.config_folder() == tmp_path / "c/nessie-tui"
    assert where.profiles_path() == tmp_path / "c/nessie-tui/profiles.toml"
    assert where.secrets_path() == tmp_path / "c/nessie-tui/secrets.toml"


@pytest.mark.parametrize("function", ALL)
def test_asking_creates_nothing(function, tmp_path):
    function()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("function", ALL)
def test_without_a_home_there_is_no_folder_called_tilde(function, monkeypatch):
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: Path("~/.config/x"))
    with pytest.raises(InputError, match="HOME"):
        function()
