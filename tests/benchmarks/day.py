"""Watch a simulated day at the default pace and print what it cost and how late it was.

``python tests/benchmarks/day.py`` takes the scenario ``large``; ``--scenario live --days 30`` is a
month. The clocks jump over every pause: a day of ``large`` takes minutes, one of ``live`` seconds.
"""

import argparse
import asyncio
import sys
import time
from itertools import pairwise
from pathlib import Path
from statistics import mean, median

sys.path.insert(0, str(Path(__file__).parents[1]))

from timelapse import DAY_S, PROFILE, Timelapse

KINDS = ("jobs", "counts", "states", "whole", "timeline")


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", default="large")
    parser.add_argument("--days", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--open", help="a pipeline; the first listed where none is named")
    parser.add_argument("--gzip", action="store_true", help="the server compresses its answers")
    options = parser.parse_args()
    lapse = Timelapse(options.scenario, options.seed, opened=options.open)
    if options.gzip:
        lapse.simulator.faults.add("gzip")
    begun_s, cpu_s = time.perf_counter(), time.process_time()
    asyncio.run(lapse.run(options.days * DAY_S))
    cpu_s, took_s = time.process_time() - cpu_s, time.perf_counter() - begun_s
    packed = "gzip" if options.gzip else "plain"
    print(f"{options.scenario}, {options.days:g} days, seed {options.seed}, {packed}")
    print(f"took {took_s:.0f} s, {cpu_s:.0f} s of CPU with the simulator and its twin\n")
    show_requests(lapse, options.days)
    show_bytes(lapse, options.days)
    show_lags(lapse)


def show_requests(lapse, days) -> None:
    meter = lapse.meter
    print(f"requests          {len(meter.exchanges)}, {len(meter.exchanges) / days:.0f} a day")
    print(f"most in an hour   {meter.most_in_an_hour} of {PROFILE.requests_per_hour}")
    print(f"most in flight    {meter.most_in_flight}")
    gaps_s = [later - earlier for earlier, later in pairwise(lapse.confirmed_s)]
    print(f"the open pipeline known anew every {mean(gaps_s):.0f} s, at most {max(gaps_s):.0f} s\n")


def show_bytes(lapse, days) -> None:
    print(f"{'answers':10}{'number':>8}{'median B':>12}{'most B':>12}{'kB a day':>12}")
    for kind in KINDS:
        sizes = [exchange.body_bytes for exchange in lapse.meter.of(kind)]
        if sizes:
            a_day = sum(sizes) / days / 1000
            print(f"{kind:10}{len(sizes):8}{median(sizes):12.0f}{max(sizes):12}{a_day:12.0f}")
    steady = [exchange.body_bytes for exchange in lapse.meter.of("counts", "states")]
    whole = [exchange.body_bytes for exchange in lapse.meter.of("whole")]
    ratio = median(whole) / median(steady)
    print(f"a steady refresh  {median(steady):.0f} B, 1/{ratio:.0f} of a whole answer")
    naive = median(whole) * (len(steady) + len(whole)) / days / 1000
    print(f"whole each time   {naive:.0f} kB a day\n")


def show_lags(lapse) -> None:
    print(
        f"{'':34}{'changes':>8}{'median s':>10}{'95 % s':>8}{'worst s':>8}"
        f"{'requests':>10}{'broken':>8}{'unseen s':>10}"
    )
    for name, changes in lapse.changes.items():
        lags = sorted(change.lag_s for change in changes)
        if not lags:
            continue
        is_open = name == lapse.watched.view.opened
        broken = sum(change.lag_s > change.promised_s for change in changes)
        print(
            f"{'> ' if is_open else '  '}{name:32}{len(lags):8}{median(lags):10.0f}"
            f"{lags[int(len(lags) * 0.95)]:8.0f}{lags[-1]:8.0f}"
            f"{max(change.requests for change in changes):10}"
            f"{broken if is_open else '-':>8}{lapse.unseen_s(name):10.0f}"
        )
    print("broken: later than the announced pace and the requests needed allow for")


if __name__ == "__main__":
    main()
