"""Welcome, profiles and help, and the way between the screens."""

from dataclasses import replace

import pytest
from scenes import settle
from stage import ACME, Stage

from nessie_tui.errors import ProfileFileError
from nessie_tui.model.profile import ProfileBook
from nessie_tui.present.tone import plain
from nessie_tui.tui.screens.help import HelpScreen
from nessie_tui.tui.screens.profile import ProfileScreen
from nessie_tui.tui.screens.watch import WatchScreen
from nessie_tui.tui.screens.welcome import WelcomeScreen
from nessie_tui.tui.widgets.profile_list import ProfileList
from nessie_tui.tui.widgets.prose import Prose

pytestmark = pytest.mark.anyio

OTHER = replace(ACME, name="acme-staging", project_id=42)


def text(screen) -> str:
    return "\n".join(plain(line) for prose in screen.query(Prose) for line in prose.lines)


async def test_without_a_profile_the_welcome_screen_opens_the_demo():
    stage = Stage()
    async with stage.app(None).run_test(size=(80, 24)) as pilot:
        assert isinstance(pilot.app.screen, WelcomeScreen)
        await pilot.press("d")
        await settle(stage, pilot)
        assert isinstance(pilot.app.screen, WatchScreen)
        assert pilot.app.screen.profile.name == "demo"


async def test_the_welcome_screen_says_how_to_add_a_profile_and_looks_again():
    stage = Stage()
    async with stage.app(None).run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        assert "nessie-tui profile add NAME --project-id N" in text(pilot.app.screen)
        await pilot.press("r")
        await pilot.press("enter")
        await settle(stage, pilot)
        assert pilot.app.screen.profile.name == "acme-prod"


async def test_p_switches_the_profile_and_leaves_nothing_of_the_other():
    stage = Stage()
    app = stage.app(book=lambda: ProfileBook((ACME, OTHER), ACME.name))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        first = app.screen
        await pilot.press("p", "down", "enter")
        await settle(stage, pilot)
        assert isinstance(app.screen, WatchScreen)
        assert app.screen.profile == OTHER
        assert first not in app.screen_stack
        assert not first.is_attached
        asked = {request.params for request in stage.simulator.log.requests()[-1:]}
        assert all(("project_id", "42") in params for params in asked)


async def test_the_same_profile_again_changes_nothing():
    stage = Stage()
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        before = pilot.app.screen
        await pilot.press("p", "enter")
        await settle(stage, pilot)
        assert pilot.app.screen is before
        await pilot.press("p", "escape")
        assert pilot.app.screen is before


async def test_a_broken_profile_file_is_said_and_the_demo_stays():
    def broken():
        msg = "profiles.toml, line 3: region"
        raise ProfileFileError(msg)

    stage = Stage()
    async with stage.app(book=broken).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("p")
        assert isinstance(pilot.app.screen, ProfileScreen)
        assert list(pilot.app.screen.query_one(ProfileList).keys) == ["demo"]
        assert [note.message for note in pilot.app._notifications] == [
            "profiles.toml, line 3: region"
        ]


async def test_warnings_about_the_file_are_shown_with_its_profiles():
    stage = Stage()
    book = ProfileBook((ACME,), ACME.name, ("profiles.acme-prod: unknown key regoin",))
    async with stage.app(book=lambda: book).run_test(size=(120, 40)) as pilot:
        await pilot.press("p")
        await settle(stage, pilot)
        assert "unknown key regoin" in text(pilot.app.screen)


async def test_help_is_made_of_the_bindings_and_explains_the_states():
    stage = Stage()
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("question_mark")
        assert isinstance(pilot.app.screen, HelpScreen)
        shown = text(pilot.app.screen)
        for words in ("Filter", "Next problem", "Only one state", "Previous pipeline", "Quit"):
            assert words in shown
        assert "Scroll Left" not in shown
        assert "timed out" in shown
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, WatchScreen)


@pytest.mark.parametrize("key", ["q", "ctrl+q", "ctrl+c"])
async def test_these_keys_quit(key):
    stage = Stage()
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press(key)
        await pilot.pause()
        assert not pilot.app.is_running
    assert pilot.app.return_code == 0


async def test_escape_never_quits():
    stage = Stage()
    async with stage.app().run_test(size=(80, 24)) as pilot:
        await settle(stage, pilot)
        await pilot.press(*["escape"] * 5)
        assert pilot.app.is_running
