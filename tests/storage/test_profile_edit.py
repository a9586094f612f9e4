"""profiles.toml as it is changed."""

import stat
from pathlib import Path

import pytest

from nessie_tui.errors import InputError, ProfileFileError, UnknownProfileError
from nessie_tui.model.profile import Profile, SecretKind, SecretSource
from nessie_tui.model.secret import Secret
from nessie_tui.storage.profile_edit import (
    add_profile,
    change_secret,
    change_settings,
    literal_secret,
    remove_profile,
    set_default,
)
from nessie_tui.storage.profiles import load_profiles
from nessie_tui.storage.secrets import resolve_secret

CANARY = "c4n4ry-s3cr3t-XYZ"
IN_FILE = SecretSource(SecretKind.FILE)
IN_ENV = SecretSource(SecretKind.ENV, variable="ACME_SECRET")
NEW = Profile("new", 3, "user", IN_ENV)

COMMENTED = """\
# mine, do not touch
schema = 1  # the shape
default = "acme"  # the one I use

# ---- work ----
[profiles.acme]  # production
project_id = 1  # the number
username = "user"
secret = { file = true }  # chosen on Monday
# base_url = "https://proxy"

# ---- home ----

# about beta
[profiles.beta]
project_id = 2
username = "user"
secret = { env = "BETA" }
unknown = "kept"

# the end
"""


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "folder/profiles.toml"


@pytest.fixture
def commented(path) -> Path:
    path.parent.mkdir()
    path.write_text(COMMENTED)
    return path


def comments(text: str) -> list[str]:
    return [line.partition("#")[2] for line in text.splitlines() if "#" in line]


def names(path: Path) -> list[str]:
    return [profile.name for profile in load_profiles(path).profiles]


def test_the_first_profile_becomes_the_default(path):
    assert add_profile(NEW, path=path) is True
    assert add_profile(Profile("two", 4, "user", IN_ENV), path=path) is False
    book = load_profiles(path)
    assert book.default == "new"
    assert book.profiles[0] == NEW
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_new_file_reads_well(path):
    add_profile(NEW, path=path)
    assert path.read_text() == (
        'schema = 1\ndefault = "new"\n\n[profiles.new]\nproject_id = 3\nregion = "us"\n'
        'auth = "service-account"\nusername = "user"\nsecret = {env = "ACME_SECRET"}\n'
        "read_only = true\n"
    )


def test_a_built_in_default_stays(path):
    path.parent.mkdir()
    path.write_text('default = "demo"\n')
    assert add_profile(NEW, path=path) is False
    assert load_profiles(path).default == "demo"


def test_a_taken_name_is_refused_and_its_secret_kept(path):
    add_profile(Profile("acme", 1, "user", IN_FILE), Secret("first"), path)
    with pytest.raises(InputError, match="profile remove acme"):
        add_profile(Profile("acme", 1, "user", IN_FILE), Secret("second"), path)
    secret = resolve_secret(load_profiles(path).profiles[0], {}, path.with_name("secrets.toml"))
    assert secret.reveal() == "first"


def test_a_profile_that_could_not_be_read_back_is_not_saved(path):
    with pytest.raises(ProfileFileError, match="refresh_seconds"):
        add_profile(Profile("acme", 1, "user", IN_ENV, refresh_seconds=-1), path=path)
    with pytest.raises(ProfileFileError, match="its name"):
        add_profile(Profile("a b", 1, "user", IN_FILE), Secret("x"), path)
    assert not path.exists()
    assert not path.with_name("secrets.toml").exists()


def test_comments_survive_an_addition(commented):
    add_profile(NEW, path=commented)
    assert commented.read_text().startswith(COMMENTED.rstrip())
    assert names(commented) == ["acme", "beta", "new"]


def test_comments_survive_a_new_default(commented):
    set_default("beta", commented)
    assert commented.read_text() == COMMENTED.replace('"acme"', '"beta"')


def test_comments_survive_another_secret(commented):
    change_secret("acme", IN_ENV, path=commented)
    assert comments(commented.read_text()) == comments(COMMENTED)
    assert load_profiles(commented).get("acme").secret == IN_ENV
    assert commented.read_text().count("\n") == COMMENTED.count("\n")


def test_settings_change_in_place_or_below_the_last_key(commented):
    change_settings("acme", {"project_id": 7, "critical_hours": 72}, commented)
    change_settings("beta", {"timezone": "US/Pacific"}, commented)
    expected = COMMENTED.replace("id = 1 ", "id = 7 ").replace(
        "# chosen on Monday\n", "# chosen on Monday\ncritical_hours = 72\n"
    )
    expected = expected.replace('"kept"\n', '"kept"\ntimezone = "US/Pacific"\n')
    assert commented.read_text() == expected


def test_settings_that_could_not_be_read_back_are_not_saved(commented):
    with pytest.raises(ProfileFileError, match="critical_hours must be at least"):
        change_settings("acme", {"warning_hours": 72}, commented)
    assert commented.read_text() == COMMENTED


def test_hours_out_of_order_can_be_set_right(commented):
    commented.write_text(COMMENTED.replace("# base_url", "warning_hours = 72\n# base_url"))
    change_settings("acme", {"critical_hours": 96}, commented)
    assert load_profiles(commented).get("acme").critical_hours == 96


def test_comments_about_others_survive_a_removal(commented):
    remove_profile("acme", commented)
    assert commented.read_text() == (
        "# mine, do not touch\nschema = 1  # the shape\n\n# ---- work ----\n\n# ---- home ----\n\n"
        "# about beta\n" + COMMENTED.partition("# about beta\n")[2]
    )


def test_a_comment_right_above_the_next_profile_is_about_that_one(commented):
    commented.write_text(COMMENTED.replace("\n\n# ---- home ----\n\n", "\n"))
    remove_profile("acme", commented)
    assert "# about beta\n[profiles.beta]" in commented.read_text()


def test_the_last_profile_leaves_a_file_that_is_not_empty(path):
    path.parent.mkdir()
    path.write_text('[profiles.acme]\nproject_id = 1\nusername = "u"\nsecret = { file = true }\n')
    remove_profile("acme", path)
    assert path.read_text() == "schema = 1\n"
    assert load_profiles(path).profiles == ()
    assert add_profile(NEW, path=path) is True


def test_a_removed_default_is_nobodys(commented):
    remove_profile("acme", commented)
    assert load_profiles(commented).default is None
    set_default("beta", commented)
    assert load_profiles(commented).default == "beta"
    assert 'schema = 1  # the shape\ndefault = "beta"\n' in commented.read_text()


def test_a_removal_takes_the_stored_secret_along(path):
    add_profile(Profile("acme", 1, "user", IN_FILE), Secret(CANARY), path)
    add_profile(NEW, path=path)
    assert remove_profile("acme", path) is True
    assert remove_profile("new", path) is False
    assert not [file for file in path.parent.iterdir() if CANARY in file.read_text()]


def test_a_secret_that_cannot_be_removed_keeps_its_profile(path):
    add_profile(Profile("acme", 1, "user", IN_FILE), Secret(CANARY), path)
    path.with_name("secrets.toml").write_text("damaged")
    with pytest.raises(ProfileFileError, match=r"secrets\.toml"):
        remove_profile("acme", path)
    assert names(path) == ["acme"]


@pytest.mark.parametrize(
    "change",
    [
        lambda path: remove_profile("acm", path),
        lambda path: set_default("acm", path),
        lambda path: change_secret("acm", IN_ENV, path=path),
        lambda path: change_settings("acm", {"warning_hours": 30}, path),
        lambda path: literal_secret("acm", path),
    ],
)
def test_an_unknown_name_changes_nothing(change, commented):
    with pytest.raises(UnknownProfileError, match="did you mean acme"):
        change(commented)
    assert commented.read_text() == COMMENTED


@pytest.mark.parametrize("text", ["", "# nothing\n", "schema = 2\n", "a = [\n", "schema = 'x'\n"])
@pytest.mark.parametrize(
    "change",
    [
        lambda path: add_profile(NEW, path=path),
        lambda path: remove_profile("acme", path),
        lambda path: set_default("demo", path),
        lambda path: change_secret("acme", IN_FILE, Secret("x"), path),
        lambda path: change_settings("acme", {"warning_hours": 30}, path),
    ],
)
def test_a_damaged_file_is_never_overwritten(change, text, path):
    path.parent.mkdir()
    path.write_text(text)
    path.with_name("profiles.toml.bak").write_text(COMMENTED)
    with pytest.raises(ProfileFileError, match="Nothing was overwritten"):
        change(path)
    assert path.read_text() == text
    assert path.with_name("profiles.toml.bak").read_text() == COMMENTED
    assert not path.with_name("secrets.toml").exists()


def test_the_backup_is_the_last_good_file(path):
    add_profile(NEW, path=path)
    set_default("demo", path)
    good = path.read_text()
    path.write_text("")
    with pytest.raises(ProfileFileError, match=r"last good copy is .*\.bak"):
        load_profiles(path)
    assert path.with_name("profiles.toml.bak").read_text() == good


def test_the_simulator_may_be_the_default(commented):
    set_default("demo", commented)
    assert load_profiles(commented).default == "demo"


@pytest.mark.parametrize(
    "text",
    [
        "profiles = {}\n",
        'profiles = { a = { project_id = 1, username = "u", secret = { file = true } } }\n',
    ],
)
def test_what_cannot_be_edited_is_left_alone(text, path):
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(ProfileFileError, match="by hand"):
        add_profile(Profile("new", 3, "user", IN_FILE), Secret(CANARY), path)
    assert path.read_text() == text
    assert not path.with_name("secrets.toml").exists()


LONG_FORM = """\
[profiles.acme]
project_id = 1
username = '''
[profiles.beta]'''
[profiles.acme.secret]
file = true
[profiles.beta]
project_id = 2
username = "u"
pipelines = [
  "[profiles.acme]",
]
secret.env = "X"
"""


def test_other_ways_to_write_tables_are_understood(path):
    path.parent.mkdir()
    path.write_text(LONG_FORM.replace("'''\n[profiles.beta]'''", '"u"'))
    change_secret("acme", IN_ENV, path=path)
    assert load_profiles(path).get("acme").secret == IN_ENV
    remove_profile("acme", path)
    assert names(path) == ["beta"]
    assert load_profiles(path).get("beta").pipelines == ("[profiles.acme]",)


def test_a_link_into_dotfiles_survives(path, tmp_path):
    real = tmp_path / "dotfiles.toml"
    real.write_text(COMMENTED)
    path.parent.mkdir()
    path.symlink_to(real)
    set_default("beta", path)
    assert path.is_symlink()
    assert load_profiles(real).default == "beta"
    assert [file.name for file in tmp_path.glob("*.bak")] == []


LITERAL = COMMENTED.replace("{ file = true }", f'"{CANARY}"')


def test_a_literal_secret_moves_out_and_leaves_no_copy(path):
    path.parent.mkdir()
    path.write_text(LITERAL)
    secret = literal_secret("acme", path)
    change_secret("acme", IN_FILE, secret, path)
    profile = load_profiles(path).get("acme")
    assert resolve_secret(profile, {}, path.with_name("secrets.toml")) == Secret(CANARY)
    holders = [file.name for file in path.parent.iterdir() if CANARY in file.read_text()]
    assert holders == ["secrets.toml"]
    assert path.read_text() == COMMENTED.replace("{ file", "{file").replace("true }", "true}")


def test_two_literal_secrets_move_one_after_the_other(path):
    path.parent.mkdir()
    path.write_text(LITERAL.replace('{ env = "BETA" }', f'"{CANARY}2"'))
    change_secret("acme", IN_FILE, literal_secret("acme", path), path)
    assert not path.with_name("profiles.toml.bak").exists()
    change_secret("beta", IN_ENV, path=path)
    assert names(path) == ["acme", "beta"]
    assert CANARY not in path.with_name("profiles.toml.bak").read_text()


def test_a_literal_secret_that_is_none_stays_where_it_is(path):
    path.parent.mkdir()
    text = LITERAL.replace(CANARY, CANARY + "\\u0007")
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        change_secret("acme", IN_FILE, literal_secret("acme", path), path)
    assert CANARY not in str(caught.value)
    assert path.read_text() == text


def test_no_literal_secret_is_none(commented):
    assert literal_secret("acme", commented) is None


def test_leaving_the_file_forgets_the_stored_secret(path):
    add_profile(Profile("acme", 1, "user", IN_FILE), Secret(CANARY), path)
    change_secret("acme", IN_ENV, path=path)
    assert CANARY not in path.with_name("secrets.toml").read_text()


def test_an_editor_that_fails_is_refused_without_quoting_the_file(commented, monkeypatch):
    def fail(text):
        raise ValueError(text)

    monkeypatch.setattr("tomlkit.parse", fail)
    with pytest.raises(ProfileFileError, match="by hand") as caught:
        change_secret("acme", IN_FILE, Secret(CANARY), commented)
    assert caught.value.__context__ is None
    assert commented.read_text() == COMMENTED
    assert not commented.with_name("secrets.toml").exists()
