"""Whatever is saved is read back, and an edit touches nothing but what it is about."""

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from nessie_tui.model.profile import AuthKind, Profile, ProfileBook, Region, SecretKind
from nessie_tui.model.profile import SecretSource as Source
from nessie_tui.model.text import clean
from nessie_tui.storage import profile_text
from nessie_tui.storage.profile_edit import add_profile, remove_profile, set_default
from nessie_tui.storage.profiles import load_profiles, read_book
from nessie_tui.storage.toml_file import TomlFile, parse_toml


def drawable(alphabet: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    texts = st.text(alphabet, min_size=1, max_size=most)
    return texts.filter(lambda text: clean(text) == text and text.isprintable())


CHARS = st.characters(exclude_categories=("C", "Z"))
SPACED = st.one_of(CHARS, st.just(" "))
NAMES = drawable(CHARS, 64).filter(
    lambda name: name not in {"demo", "env"} and not set(name) & {"/", "\\"}
)
SOURCES = st.one_of(
    st.sampled_from([Source(SecretKind.KEYRING), Source(SecretKind.FILE)]),
    st.from_regex(r"[A-Za-z_][A-Za-z0-9_]*", fullmatch=True).map(
        lambda name: Source(SecretKind.ENV, variable=name)
    ),
    st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=1)
    .filter(lambda argv: argv[0])
    .map(lambda argv: Source(SecretKind.COMMAND, argv=tuple(argv))),
)
WITH_ACCOUNT = st.builds(
    Profile,
    name=NAMES,
    project_id=st.integers(1, 2**63 - 1),
    username=drawable(SPACED, 100).filter(lambda name: ":" not in name),
    secret=SOURCES,
    region=st.sampled_from(Region),
    timezone=st.sampled_from([None, "US/Pacific", "Europe/Vienna"]),
    refresh_seconds=st.one_of(
        st.integers(1, 86_400), st.floats(0, 86_400, exclude_min=True, allow_subnormal=False)
    ),
    requests_per_hour=st.integers(1, 1_000_000),
    warning_hours=st.one_of(st.integers(1, 100), st.floats(0.25, 100)),
    critical_hours=st.one_of(st.integers(100, 8784), st.floats(100, 8784)),
    read_only=st.booleans(),
    pipelines=st.lists(drawable(SPACED, 100), max_size=3).map(tuple),
    base_url=st.sampled_from([None, "https://proxy.internal:8443/x", "http://[::1]:80"]),
)
PROFILES = st.one_of(
    WITH_ACCOUNT,
    WITH_ACCOUNT.map(lambda p: replace(p, auth=AuthKind.PROJECT_SECRET, username="")),
)
BOOKS = st.lists(PROFILES, max_size=4, unique_by=lambda profile: profile.name)


def file_of(text: str) -> TomlFile:
    path = Path("profiles.toml")
    return TomlFile(path, text, parse_toml(path, text))


def written(profiles: list[Profile]) -> TomlFile:
    file = file_of(profile_text.NEW_TEXT)
    for profile in profiles:
        file = profile_text.with_profile(file, profile)
    return file


@given(BOOKS)
def test_what_is_written_is_read_back(profiles):
    assert read_book(written(profiles)) == ProfileBook(tuple(profiles))


@given(BOOKS, st.data())
def test_a_removal_and_an_edit_leave_the_others_as_they_were(profiles, data):
    if not profiles:
        return
    gone = data.draw(st.sampled_from(profiles))
    rest = tuple(profile for profile in profiles if profile is not gone)
    file = written(profiles)
    assert read_book(profile_text.without_profile(file, gone.name)).profiles == rest

    source = data.draw(SOURCES)
    changed = tuple(replace(p, secret=source) if p is gone else p for p in profiles)
    assert read_book(profile_text.with_secret_source(file, gone.name, source)).profiles == changed

    hours = {"warning_hours": data.draw(st.integers(1, 100)), "timezone": "US/Pacific"}
    changed = tuple(replace(p, **hours) if p is gone else p for p in profiles)
    assert read_book(profile_text.with_settings(file, gone.name, hours)).profiles == changed

    file = profile_text.with_default(file, gone.name)
    assert read_book(file) == ProfileBook(tuple(profiles), gone.name)
    assert read_book(profile_text.with_default(file, None)) == ProfileBook(tuple(profiles))


COMMENT = "# kept by hand, in whichever place"


@given(BOOKS, st.integers(min_value=0), PROFILES)
def test_a_comment_survives_wherever_it_stands(profiles, place, added):
    lines = written(profiles).text.split("\n")
    at = place % (len(lines) + 1)
    file = file_of("\n".join([*lines[:at], COMMENT, *lines[at:]]))
    assert COMMENT in profile_text.with_default(file, "demo").text
    if added.name not in {profile.name for profile in profiles}:
        assert COMMENT in profile_text.with_profile(file, added).text
    for profile in profiles:
        source = Source(SecretKind.FILE)
        assert COMMENT in profile_text.with_secret_source(file, profile.name, source).text
        hours = {"warning_hours": 2, "critical_hours": 200}
        assert COMMENT in profile_text.with_settings(file, profile.name, hours).text


@settings(max_examples=20)
@given(BOOKS)
def test_a_round_trip_through_the_disk(profiles):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "profiles.toml"
        for profile in profiles:
            add_profile(profile, path=path)
        assert load_profiles(path).profiles == tuple(profiles)
        for profile in profiles:
            set_default(profile.name, path)
            assert load_profiles(path).default == profile.name
            remove_profile(profile.name, path)
        assert load_profiles(path).profiles == ()
