"""The scenes that are photographed, for the README and for the snapshot tests alike."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from stage import ACME, Stage
from textual.pilot import Pilot

from nessie_tui.tui.app import NessieApp
from nessie_tui.tui.screens.watch import WatchScreen

Direct = Callable[[Stage, Pilot[None]], Awaitable[None]]


async def _nothing(stage: Stage, pilot: Pilot[None]) -> None:
    del stage, pilot


@dataclass(frozen=True)
class Scene:
    """A picture: what is simulated, how large the terminal is, and what is done first."""

    name: str
    size: tuple[int, int] = (120, 40)
    theme: str = "textual-dark"
    scenario: str = "live"
    keys: tuple[str, ...] = ()
    direct: Direct = _nothing
    app: dict[str, Any] = field(default_factory=dict)
    """Arguments for the app besides its defaults."""
    fault: str = ""
    """What goes wrong with every answer, from the start; empty for nothing."""
    no_color: bool = False
    """The person wants no colours."""

    def make(self) -> tuple[Stage, NessieApp]:
        """Return the stage and the app, not yet running."""
        stage = Stage(self.scenario)
        if self.fault:
            stage.simulator.faults.add(self.fault)
        with patch.dict(os.environ, {"NO_COLOR": "1"} if self.no_color else {}):
            app = stage.app(**{"profile": ACME, "pipeline": "events-daily-bigquery", **self.app})
        app.theme = self.theme
        return stage, app


async def settle(stage: Stage, pilot: Pilot[None], seconds: float = 0) -> None:
    """Let everything that is under way arrive, then let time pass."""
    for _ in range(12):
        await pilot.pause()
    if seconds:
        stage.clock.pass_seconds(seconds)
        for _ in range(6):
            await pilot.pause()
        for screen in pilot.app.screen_stack:
            if isinstance(screen, WatchScreen):
                screen.tick()


async def until(pilot: Pilot[None], condition: Callable[[], object], seconds: float = 10) -> None:
    """Wait for something that a real socket, or another thread, brings about."""
    async with asyncio.timeout(seconds):
        while not condition():
            await pilot.pause(0.01)


async def play(scene: Scene, stage: Stage, pilot: Pilot[None]) -> None:
    """Bring a running app to the moment of the picture."""
    await settle(stage, pilot)
    await pilot.press(*scene.keys)
    await settle(stage, pilot, 38)
    await scene.direct(stage, pilot)
    await settle(stage, pilot)


async def picture(scene: Scene) -> str:
    """Return the scene as an SVG."""
    stage, app = scene.make()
    async with app.run_test(size=scene.size) as pilot:
        await play(scene, stage, pilot)
        return app.export_screenshot(title="nessie-tui")


async def _refresh(stage: Stage, pilot: Pilot[None]) -> None:
    await pilot.press("r")
    await settle(stage, pilot, 17)


def _failing(fault: str) -> Direct:
    async def refresh(stage: Stage, pilot: Pilot[None]) -> None:
        stage.simulator.faults.add(fault)
        await _refresh(stage, pilot)

    return refresh


_BACKFILL = "company-2024-backfill-snowflake"
_HOURLY = {"pipeline": "events-hourly-s3"}
_PEOPLE = {"pipeline": "people-daily-bigquery"}

SCENES = (
    Scene("watch-120x40-dark", keys=("enter", "e", "e")),
    Scene("watch-120x40-light", theme="textual-light", keys=("enter", "e", "e")),
    Scene("watch-200x60-dark", size=(200, 60), keys=("enter", "e", "e")),
    Scene("watch-80x24-dark", size=(80, 24), keys=("down",)),
    Scene("picker-80x24-dark", size=(80, 24), app={"pipeline": None}),
    Scene("watch-60x15-dark", size=(60, 15), keys=("down",)),
    Scene("problems-120x40-nord", theme="nord", keys=("enter", "exclamation_mark")),
    Scene("stale-120x40-dark", keys=("enter",), direct=_failing("bad-gateway")),
    Scene("refused-120x40-dark", keys=("enter",), direct=_failing("unauthorized")),
    Scene("timeline-120x40-dark", keys=("t",)),
    Scene("timeline-80x24-dark", size=(80, 24), scenario="gaps", keys=("t", "down")),
    Scene("empty-120x40-dark", scenario="empty", app={"pipeline": None}),
    Scene("profiles-120x40-dark", keys=("p",)),
    Scene("coverage-120x40-dark", keys=("c", "n", "n", "n")),
    Scene("coverage-80x24-dark", size=(80, 24), keys=("c", "n")),
    Scene("coverage-200x60-light", (200, 60), "textual-light", "gaps", keys=("c", "n")),
    Scene(
        "coverage-hourly-120x40-dark",
        scenario="gaps",
        app={"pipeline": "events-hourly-s3"},
        keys=("c", "n", "n"),
    ),
    Scene("coverage-ascii-120x40", app={"ascii_only": True}, keys=("c", "n")),
    Scene("coverage-ansi-120x40", theme="ansi-dark", scenario="gaps", keys=("c", "n")),
    Scene("coverage-no-color-120x40", scenario="gaps", keys=("c", "n"), no_color=True),
    Scene("explain-120x40-dark", keys=("enter", "i")),
    Scene("help-120x40-dark", keys=("enter", "question_mark")),
    Scene("welcome-80x24-dark", size=(80, 24), app={"profile": None}),
)
"""Those of screenshots/."""

LOOKS = (
    Scene("hostile-120x40-dark", scenario="hostile", app={"pipeline": None}),
    Scene("hourly-120x40-dark", app={"pipeline": "events-hourly-s3"}, keys=("down",)),
    Scene("filter-120x40-dark", keys=("slash", *"state:failed")),
    Scene("throttled-120x40-dark", direct=_failing("throttled")),
    Scene("offline-80x24-light", (80, 24), "textual-light", direct=_failing("dropped")),
    Scene("unknown-120x40-dark", app={"pipeline": "events-dayly"}),
    Scene("ascii-120x40-dark", app={"ascii_only": True}, keys=("enter", "e")),
    Scene("ansi-120x40", theme="ansi-dark", keys=("enter", "e")),
    Scene("ansi-stale-120x40", theme="ansi-dark", direct=_failing("bad-gateway")),
    Scene("frozen-120x40-light", theme="textual-light", keys=("enter", "space")),
    Scene("watch-200x60-light", (200, 60), "textual-light", keys=("enter", "e")),
    Scene(
        "welcome-add-80x24-light", (80, 24), "textual-light", "live", ("a",), app={"profile": None}
    ),
    Scene("tiny-30x8-dark", (30, 8)),
    Scene("coverage-60x15-dark", (60, 15), keys=("c", "n")),
    Scene(
        "coverage-hourly-80x24-light",
        (80, 24),
        "textual-light",
        "gaps",
        app={"pipeline": "events-hourly-s3"},
        keys=("c", "n"),
    ),
    Scene(
        "coverage-hourly-60x15-dark",
        (60, 15),
        scenario="gaps",
        app={"pipeline": "events-hourly-s3"},
        keys=("c", "n"),
    ),
    Scene("coverage-loading-120x40-dark", keys=("c",), fault="silent"),
    Scene("coverage-stale-120x40-dark", direct=_failing("bad-gateway"), keys=("c",)),
    Scene("coverage-large-120x40-dark", scenario="large", app={"pipeline": None}, keys=("c", "g")),
    Scene("coverage-full-120x40-dark", app={"pipeline": "people-daily-bigquery"}, keys=("c",)),
    Scene(
        "coverage-backfill-120x40-dark",
        app={"pipeline": "company-2024-backfill-snowflake"},
        keys=("c",),
    ),
    Scene("coverage-unknown-120x40-dark", app={"pipeline": "events-dayly"}, keys=("c",)),
    Scene("backfill-120x40-dark", app={"pipeline": _BACKFILL}, keys=("enter", "e")),
    Scene("backfill-80x24-light", (80, 24), "textual-light", app={"pipeline": _BACKFILL}),
    Scene("gaps-120x40-light", theme="textual-light", scenario="gaps", keys=("enter", "e")),
    Scene("timeline-hours-80x24-light", (80, 24), "textual-light", app=_HOURLY, keys=("t",)),
    Scene("timeline-off-80x24-dark", (80, 24), app=_PEOPLE, keys=("t",)),
    Scene("timeline-stale-120x40-dark", keys=("t",), direct=_failing("bad-gateway")),
    Scene("timeline-ascii-120x40-dark", app={"ascii_only": True}, keys=("t", "down")),
    Scene("timeline-ansi-120x40", theme="ansi-dark", keys=("t", "down")),
    Scene("timeline-nocolor-120x40", no_color=True, keys=("t", "down")),
    Scene("watch-nocolor-120x40", no_color=True, keys=("enter", "e")),
)
"""More, for the snapshot tests only."""
