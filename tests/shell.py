"""Commands as the shell runs them, asking a Mixpanel on loopback while all clocks stand still."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from loopback import serve
from stage import NOON, StillClock

from nessie_tui.cli import wiring
from nessie_tui.cli.main import main
from nessie_tui.simulator.account import DEMO_PROJECT_ID, DEMO_SECRET, DEMO_USERNAME
from nessie_tui.simulator.app import Simulator
from nessie_tui.simulator.clock import SimulatedClock
from nessie_tui.storage.path import profiles_path
from nessie_tui.storage.safe_file import make_folder, write_file


class Answers:
    """Answers each route with one document, or with none: 404."""

    def __init__(self, **documents: object) -> None:
        self.documents = documents
        self.asked: list[str] = []

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "lifespan":
            while (await receive())["type"] != "lifespan.shutdown":
                await send({"type": "lifespan.startup.complete"})
            await send({"type": "lifespan.shutdown.complete"})
            return
        route = scope["path"].rpartition("/")[2]
        self.asked.append(route)
        document = self.documents.get(route)
        status = 404 if document is None else 200
        body = json.dumps({"error": f"no {route} here"} if document is None else document).encode()
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def days(state: str, *numbers: int, month: int = 11, **times: str) -> list[dict[str, str]]:
    """Tasks of single days of 2026, each finished the day after."""
    return [
        {
            "name": "daily",
            "state": state,
            "run_at": f"2026-{month:02}-{day:02}T00:00:00-08:00",
            "last_finish": f"2026-{month:02}-{day:02}T20:00:00-08:00",
            "from_date": f"2026-{month:02}-{day:02}T00:00:00-08:00",
            "to_date": f"2026-{month:02}-{day:02}T00:00:00-08:00",
            **times,
        }
        for day in numbers
    ]


def one_pipeline(name: str = "daily", **fields: object) -> dict[str, object]:
    """The list of a project with one pipeline, a daily one without sync."""
    pipeline = {"name": name, "frequency": "daily", "sync_enabled": False, **fields}
    return {str(DEMO_PROJECT_ID): [pipeline]}


class Shell:
    """Runs the command line; gives its exit code, its output and its errors."""

    def __init__(self, app, address: str, monkeypatch, capsys, per_hour: int) -> None:
        self.app = app
        """The server that is asked."""
        self.profiles = profiles_path()
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        make_folder(self.profiles.parent)
        write_file(
            self.profiles,
            f'schema = 1\n[profiles.acme]\nproject_id = {DEMO_PROJECT_ID}\nbase_url = "{address}"\n'
            f'username = "{DEMO_USERNAME}"\nsecret = {{ env = "ACME_SECRET" }}\n'
            f'timezone = "US/Pacific"\nrequests_per_hour = {per_hour}\n',
        )

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        self._monkeypatch.setattr("sys.argv", ["nessie-tui", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        output = self._capsys.readouterr()
        return ended.value.code, output.out, output.err


@contextmanager
def shell(app, monkeypatch, capsys, per_hour: int = 500) -> Iterator[Shell]:
    """Serve `app` at noon and give a shell whose only profile points there."""
    clock = app.clock if isinstance(app, Simulator) else SimulatedClock(NOON, speed=0)
    monkeypatch.setattr(wiring, "_CLOCK", StillClock(clock))
    monkeypatch.setenv("ACME_SECRET", DEMO_SECRET)
    with serve(app) as address:
        yield Shell(app, address, monkeypatch, capsys, per_hour)
