"""A pipeline that stopped some hours ago, whenever somebody looks."""

from dataclasses import dataclass, field, replace

from nessie_tui.simulator.attempt import Pause
from nessie_tui.simulator.pipeline import Pauses, Reading, SimulatedPipeline
from nessie_tui.simulator.wire import Json

_HOUR_S = 3600


@dataclass
class StoppedPipeline:
    """Answers as `pipeline` did at a full hour, when none of its steps is ever under way.

    So that the demo is as late at any moment as at any other, the hour at which it stopped moves
    along with the time: to whoever watches for long, old tasks turn up one by one.
    """

    pipeline: SimulatedPipeline
    hours: int
    """How long ago it stopped, or up to an hour longer."""
    _last: tuple[Pauses, Reading] | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """Return the pipeline's name."""
        return self.pipeline.name

    def job(self, now_s: float, pauses: Pauses) -> Json:
        """Return the entry of back then."""
        return self.pipeline.job(self._stop_s(now_s), self._back(pauses))

    def reading(self, now_s: float, pauses: Pauses) -> Reading:
        """Return the tasks of back then."""
        if self._last is not None:
            last_pauses, reading = self._last
            if last_pauses == pauses and reading.since_s <= now_s < reading.until_s:
                return reading
        reading = self.pipeline.reading(self._stop_s(now_s), self._back(pauses))
        until_s = -(-reading.until_s // _HOUR_S) * _HOUR_S + self._ago_s
        reading = replace(reading, since_s=now_s, until_s=until_s)
        self._last = (pauses, reading)
        return reading

    def timeline(self, now_s: float, pauses: Pauses) -> Json:
        """Return the days that were synced back then."""
        return self.pipeline.timeline(self._stop_s(now_s), self._back(pauses))

    @property
    def _ago_s(self) -> int:
        return self.hours * _HOUR_S

    def _stop_s(self, now_s: float) -> int:
        return int(now_s - self._ago_s) // _HOUR_S * _HOUR_S

    def _back(self, pauses: Pauses) -> Pauses:
        return tuple(Pause(p.began_s - self._ago_s, p.ended_s - self._ago_s) for p in pauses)
