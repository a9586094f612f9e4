"""Watch a troubled simulator for thousands of refreshes and print what grows and what is lost.

The clocks jump over every pause; the simulator answers on a loopback socket from a process of its
own, and a share of its answers go wrong in every way it knows. After each stormy stretch comes a
quiet one, in which the view has to say what the simulator said within the promise: where it does
not, an update was lost. ``--days 30`` is a month in one run. For Linux.
"""

import argparse
import asyncio
import gc
import json
import os
import sys
import threading
import time
from collections import Counter
from contextlib import aclosing, asynccontextmanager
from dataclasses import asdict, dataclass, replace
from math import inf
from pathlib import Path
from random import Random
from statistics import linear_regression

sys.path.insert(0, str(Path(__file__).parents[1]))

from timelapse import DAY_S, MIDNIGHT, PROFILE, JumpingClock
from troubled import Troubled, troubled

from nessie_tui.api.client import NessieClient
from nessie_tui.api.endpoints.status import decode
from nessie_tui.api.time_limit import TimeLimits
from nessie_tui.cli.demo import DEMO_PROFILE
from nessie_tui.errors import RequestError
from nessie_tui.feed.budget import Budget, MemoryLedger
from nessie_tui.feed.origin import Origin
from nessie_tui.feed.source import MixpanelSource
from nessie_tui.model.profile import ProfileBook
from nessie_tui.model.secret import Secret
from nessie_tui.present.feed_words import FeedPhase
from nessie_tui.present.view_choice import ViewChoice
from nessie_tui.simulator.account import DEMO_SECRET
from nessie_tui.simulator.clock import SimulatedClock
from nessie_tui.simulator.timetable import moment_s
from nessie_tui.tui.app import NessieApp, Surroundings
from nessie_tui.tui.watched import WatchedProject
from nessie_tui.tui.widgets.task_table import TaskTable

_STORM = 400
"""Refreshes between two quiet stretches."""
_PROMISE_S = 600.0
"""The open pipeline's tasks: some turns of the other questions, and three of its own."""
_COUNTS_PROMISE_S = 3600.0
"""The other pipelines' counts: ten beats of three minutes, and then some."""
_PERSON_S = 600.0
"""After so long somebody looks and says to go on."""
_WARM_UP = 1000
_LIMITS = TimeLimits(connect_s=5.0, read_s=5.0, deadline_s=5.0)
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class SoakClock(JumpingClock):
    """Takes the other process's clock along, and acts for the person where only one can."""

    def __init__(self, server: Troubled) -> None:
        super().__init__(SimulatedClock(MIDNIGHT, speed=0))
        self._server = server
        self.person = None
        self.between = None

    def pass_seconds(self, seconds: float) -> None:
        super().pass_seconds(seconds)
        self._server.advance(seconds)

    async def pause(self, seconds: float, wake: asyncio.Event) -> bool:
        await self.between()
        if seconds == inf:
            self.pass_seconds(_PERSON_S)
            self.person()
        return await super().pause(seconds, wake)


class CountedSource:
    """Counts what a source is asked and how that fails."""

    def __init__(self, source: MixpanelSource, failures: Counter) -> None:
        self._source = source
        self._failures = failures

    def __getattr__(self, name):
        ask = getattr(self._source, name)

        async def counted(*args):
            self._failures["asked"] += 1
            try:
                return await ask(*args)
            except RequestError as error:
                self._failures[type(error).__name__] += 1
                raise

        return counted


@dataclass(frozen=True, slots=True)
class Sample:
    """What there is at the end of a quiet stretch."""

    refreshes: int
    days: float
    rss_mb: float
    objects: int
    tasks: int
    threads: int
    descriptors: int
    failures: int
    lost: int
    cpu_ms: float
    """Per refresh of the storm before, this script's own share included."""


class Soak:
    """Storms and quiet stretches, and a sample at the end of each."""

    def __init__(self, server: Troubled, options: argparse.Namespace) -> None:
        self._server, self._options = server, options
        self.clock = SoakClock(server)
        self.clock.between = self._between
        self.counted: Counter = Counter()
        self.samples: list[Sample] = []
        self.persons = self.compared = self.lost = 0
        self.done = asyncio.Event()
        self._budget = Budget(PROFILE.requests_per_hour, self.clock.monotonic, MemoryLedger())
        uniform = Random(options.seed).uniform  # noqa: S311 - for variety, not for secrets
        self.origin = Origin(self._connect, self.clock, self._budget, uniform=uniform)
        self.profile = replace(PROFILE, base_url=server.url)
        self._watched: WatchedProject | None = None
        self._app: NessieApp | None = None
        self._answers_before = 0
        self._cpu_ms = 0.0
        self._begin_storm(0)

    async def run(self) -> None:
        """Watch until there was enough."""
        if self._options.app:
            await self._run_app()
        else:
            start = ViewChoice(self._options.open)
            self._watch(WatchedProject(self.profile, self.origin, start))
            following = asyncio.create_task(self._follow())
            await self.done.wait()
            following.cancel()
            await asyncio.wait([following])
            if not following.cancelled():
                following.result()

    def _watch(self, watched: WatchedProject) -> None:
        self._watched = watched
        self.clock.person = self._go_on

    def _go_on(self) -> None:
        self.persons += 1
        self._watched.poller.refresh_now()

    async def _follow(self) -> None:
        try:
            async with aclosing(self._watched.poller.updates()) as updates:
                async for update in updates:
                    self._watched.take(update)
        finally:
            self.done.set()

    async def _run_app(self) -> None:
        surroundings = Surroundings(
            load_profiles=ProfileBook,
            demo=DEMO_PROFILE,
            find_origin=lambda _: self.origin,
            profiles_path="",
            stamp=lambda: None,
        )
        app = self._app = NessieApp(surroundings, self.profile, pipeline=self._options.open)
        async with app.run_test(size=(120, 40)):
            await self.done.wait()

    @asynccontextmanager
    async def _connect(self, profile):
        secret = Secret(DEMO_SECRET)
        async with NessieClient(profile, secret, limits=_LIMITS) as client:
            source = MixpanelSource(profile, client, self._budget, self.clock.now)
            yield CountedSource(source, self.counted)

    async def _between(self) -> None:
        """Turn the weather, at a pause of the poller's."""
        if self._options.app:
            await self._settle()
        asked, now = self.counted["asked"], self.clock.monotonic()
        if self.done.is_set() or (self._quiet_until is None and asked < self._storm_since + _STORM):
            return
        if self._quiet_until is None:
            self._end_storm(asked)
        elif self._quiet_until == inf:
            if self._is_answered:
                self._quiet_until = now + _COUNTS_PROMISE_S
        elif now >= self._quiet_until:
            self._look(asked)
            self._begin_storm(asked)
        elif now >= self._quiet_until - _COUNTS_PROMISE_S + _PROMISE_S:
            self._compare(self._watched.view.opened)

    def _begin_storm(self, asked: int) -> None:
        self._quiet_until = None
        self._storm_since, self._storm_cpu_s = asked, time.process_time()
        self._server.trouble(self._options.faults)

    def _end_storm(self, asked: int) -> None:
        cpu_s = time.process_time() - self._storm_cpu_s
        self._cpu_ms = cpu_s * 1000 / (asked - self._storm_since)
        self._server.trouble(0.0)
        self._answers_before = self._answers
        self._quiet_until = inf

    async def _settle(self) -> None:
        """Let the screen take what has arrived: it has a minute for that, and no time passes."""
        screen = self._app.screen
        if self._watched is None:
            self._watch(screen._watched)
        while screen.message_queue_size:  # noqa: ASYNC110 - the queue tells nobody
            await asyncio.sleep(0)

    @property
    def _is_answered(self) -> bool:
        """Answers come again, also about the open pipeline: its question may rest alone."""
        is_live = self._watched.feed_state.phase is FeedPhase.LIVE
        return is_live and self._answers > self._answers_before

    @property
    def _failed(self) -> int:
        return self.counted.total() - self.counted["asked"]

    @property
    def _answers(self) -> int:
        return self.counted["asked"] - self._failed

    def _look(self, asked: int) -> None:
        for pipeline in self._watched.view.listing.pipelines:
            self._compare(pipeline.name)
        gc.collect()
        days = self.clock.monotonic() / DAY_S
        sample = Sample(
            refreshes=asked,
            days=round(days, 2),
            rss_mb=round(_resident_bytes() / 1e6, 2),
            objects=len(gc.get_objects()),
            tasks=len(asyncio.all_tasks()),
            threads=threading.active_count(),
            descriptors=len(list(Path("/proc/self/fd").iterdir())),
            failures=self._failed,
            lost=self.lost,
            cpu_ms=round(self._cpu_ms, 2),
        )
        self.samples.append(sample)
        self._show(sample)
        options = self._options
        if days >= options.days if options.days else asked >= options.refreshes:
            self.done.set()

    def _show(self, sample: Sample) -> None:
        values = asdict(sample)
        if self._options.json:
            print(json.dumps(values), flush=True)
            return
        last_shown = self.samples[-2].refreshes if len(self.samples) > 1 else -1
        if len(self.samples) == 1:
            print("".join(f"{name:>12}" for name in values))
        if sample.refreshes // self._options.every > last_shown // self._options.every:
            print("".join(f"{value:>12,}" for value in values.values()), flush=True)

    def _compare(self, name: str) -> None:
        """Look whether the view says of a pipeline what was true within the promise."""
        view, until_s = self._watched.view, moment_s(self.clock.now())
        is_open = name == view.opened
        promise_s = _PROMISE_S if is_open else _COUNTS_PROMISE_S
        readings = map(decode, self._server.truth(name, until_s - promise_s, until_s))
        if is_open:
            shown = Counter(self._shown_tasks())
            is_true = any(Counter(reading.tasks) == shown for reading in readings)
        else:
            counts = view.counts.get(name)
            is_true = any(reading.counts == counts for reading in readings)
        self.compared += 1
        self.lost += not is_true

    def _shown_tasks(self):
        if self._app is None:
            return self._watched.view.snapshot.tasks
        return self._app.screen.query_one(TaskTable)._tasks


def _resident_bytes() -> int:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * _PAGE_BYTES


def verdicts(soak: Soak) -> None:
    """Print what was aimed at and whether it was met."""
    warm = [sample for sample in soak.samples if sample.refreshes >= _WARM_UP]
    if len(warm) > 3:
        growth_mb = _growth(warm, "rss_mb")
        _judge(f"memory grows by {growth_mb:.2f} MB per 10,000 refreshes", growth_mb < 2)
        later_mb = _growth(warm[len(warm) // 2 :], "rss_mb")
        print(
            f"         in the second half by {later_mb:.2f}: a leak goes on, a cache is full once"
        )
        print(f"         live objects by {_growth(warm, 'objects'):.0f}")
    for name in ("descriptors", "threads", "tasks"):
        values = {getattr(sample, name) for sample in warm or soak.samples}
        _judge(f"{name}: {min(values)} to {max(values)}", len(values) == 1)
    _judge(f"{soak.lost} of {soak.compared} comparisons found a lost update", soak.lost == 0)


def _growth(samples: list[Sample], name: str) -> float:
    """Return by how much a measure grows in 10,000 refreshes."""
    refreshes = [sample.refreshes for sample in samples]
    slope, _ = linear_regression(refreshes, [getattr(sample, name) for sample in samples])
    return slope * 10_000


def _judge(text: str, is_met: bool) -> None:  # noqa: FBT001 - a verdict is a yes or a no
    print(f"{'met' if is_met else 'NOT MET':9}{text}")


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--refreshes", type=int, default=10_000, help="requests, at least")
    parser.add_argument("--days", type=float, help="simulated days, in place of --refreshes")
    parser.add_argument("--faults", type=float, default=0.2, help="share of answers in a storm")
    parser.add_argument("--scenario", default="live")
    parser.add_argument("--open", default="company-2024-backfill-snowflake", metavar="PIPELINE")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--app", action="store_true", help="the headless app, painting and all")
    parser.add_argument("--every", type=int, default=1000, help="refreshes between two lines")
    parser.add_argument("--json", action="store_true", help="every sample, a line each")
    options = parser.parse_args()
    begun_s = time.perf_counter()
    with troubled(options.scenario, options.seed, MIDNIGHT) as server:
        soak = asyncio.run(_soak(server, options))
        faults = server.faults()
    took_s, asked = time.perf_counter() - begun_s, soak.counted.pop("asked")
    if options.json:
        print(json.dumps({"faults": faults, "failures": dict(soak.counted)}))
        return
    print(
        f"\n{asked:,} refreshes in {took_s:.0f} s, {soak.samples[-1].days:.1f} simulated days; "
        f"{sum(faults.values()):,} faults of {len(faults)} kinds, {soak.persons} calls for a person"
    )
    print("failures: " + ", ".join(f"{kind} {n}" for kind, n in soak.counted.most_common()) + "\n")
    verdicts(soak)


async def _soak(server: Troubled, options: argparse.Namespace) -> Soak:
    soak = Soak(server, options)
    await soak.run()
    return soak


if __name__ == "__main__":
    main()
