import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.errors import InputError
from nessie_tui.storage import path as where

ALL = [
    where.config_folder,
    where.profiles_path,
    where.secrets_path,
    where.state_folder,
    lambda: where.project_folder("data.mixpanel.com", 1),
]


def test_xdg_variables_move_every_file(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    assert where.config_folder() == tmp_path / "c/nessie-tui"
    assert where.profiles_path() == tmp_path / "c/nessie-tui/profiles.toml"
    assert where.secrets_path() == tmp_path / "c/nessie-tui/secrets.toml"
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "s"))
    assert where.state_folder() == tmp_path / "s/nessie-tui"
    assert where.project_folder("eu:8", 7).parent == tmp_path / "s/nessie-tui/projects"


@pytest.mark.parametrize("function", ALL)
def test_asking_creates_nothing(function, tmp_path):
    function()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("function", ALL)
def test_without_a_home_there_is_no_folder_called_tilde(function, monkeypatch):
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: Path("~/.config/x"))
    monkeypatch.setattr("platformdirs.user_state_path", lambda *_, **__: Path("~/.state/x"))
    with pytest.raises(InputError, match="HOME"):
        function()


def test_the_variable_that_would_help_is_named(monkeypatch):
    monkeypatch.setattr("platformdirs.user_state_path", lambda *_, **__: Path("~/.state/x"))
    with pytest.raises(InputError, match="XDG_STATE_HOME"):
        where.state_folder()


def test_a_projects_folder_can_be_told_by_a_person():
    name = where.project_folder("[::1]:8443", 7).name
    assert name.startswith("7-1-8443-")
    assert where.project_folder("data-eu.mixpanel.com", 2195193).name.startswith(
        "2195193-data-eu-mixpanel-com-"
    )


HOSTS = st.text() | st.text("ab.:-[]", max_size=4)


@given(HOSTS, HOSTS, st.integers(0, 3), st.integers(0, 3))
def test_two_projects_never_share_a_folder_and_every_name_is_legal(host, other, one, two):
    names = [where.project_folder(host, one).name, where.project_folder(other, two).name]
    assert (names[0].casefold() == names[1].casefold()) == ((host, one) == (other, two))
    for name in names:
        assert re.fullmatch("[0-9]+-[a-z0-9-]+-[0-9a-f]{16}", name)
        assert len(name) < 80
