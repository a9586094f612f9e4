"""The pages that are mostly text: help, welcome, the list of profiles."""

import pytest

from nessie_tui.model.profile import Profile, SecretKind, SecretSource
from nessie_tui.model.state import STATES
from nessie_tui.present.help import KeyHint, help_lines
from nessie_tui.present.mark import ASCII, UNICODE
from nessie_tui.present.profile_words import profile_line
from nessie_tui.present.state_look import DATE_LOOKS, LOOKS
from nessie_tui.present.tone import plain
from nessie_tui.present.welcome import welcome_lines

ACME = Profile("acme-prod", 2195193, "exports", SecretSource(SecretKind.KEYRING))


def said(lines):
    return "\n".join(plain(line) for line in lines)


@pytest.mark.parametrize("ascii_only", [False, True])
def test_help_explains_every_key_and_every_state(ascii_only):
    text = said(help_lines((KeyHint("space", "Freeze"),), ascii_only=ascii_only))
    assert "space          Freeze" in text
    assert len(LOOKS) == len(STATES)
    for look in (*LOOKS.values(), *DATE_LOOKS.values()):
        assert f"{look.mark(ascii_only=ascii_only)} {look.word}" in text
        assert look.meaning in text
    assert text.isascii() or not ascii_only


@pytest.mark.parametrize(
    ("adding", "says"), [(False, "look at the demo"), (True, "nessie-tui profile add NAME")]
)
def test_welcome_says_what_this_is_and_what_to_do(adding, says):
    text = said(welcome_lines("~/.config/profiles.toml", adding=adding))
    assert text.startswith("Watch Mixpanel Data Pipelines")
    assert says in text
    assert ("~/.config/profiles.toml" in text) is adding
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("marks", "is_current", "under_cursor", "words"),
    [
        (UNICODE, False, False, "  acme-prod                US ⋅ 2195193"),
        (UNICODE, True, True, "▸ acme-prod                US ⋅ 2195193          watched now"),
        (ASCII, False, True, "> acme-prod                US - 2195193"),
    ],
)
def test_a_profile_in_one_line(marks, is_current, under_cursor, words):
    line = profile_line(ACME, marks, is_current=is_current, under_cursor=under_cursor)
    assert plain(line).rstrip() == words
