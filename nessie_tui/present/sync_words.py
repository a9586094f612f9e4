"""When a day was synced, in words."""

from collections.abc import Iterable
from datetime import date

from nessie_tui.model.timeline import SyncDay, Timeline
from nessie_tui.model.timestamp import Timestamp, WireTime, read_time
from nessie_tui.present.freshness_words import length
from nessie_tui.present.time_words import moment, moment_in_full
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.wording import Wording


def sync_words(timeline: Timeline, first: date, last: date, wording: Wording) -> Line:
    """Return when the days from `first` to `last` were synced last, and how often one day was."""
    newest = timeline.last_sync(first, last)
    if newest is None:
        return (Span("none reported", Tone.MUTED),)
    times = [time for day in timeline.days if _is(day, first) for time in day.sync_times]
    if first != last or len(times) == 1:
        return (Span(moment_in_full(newest, wording)),)
    ordered = in_order(times)
    begin = moment(ordered[0], wording)
    again = f", {len(times)} syncs, {distance(ordered)} after the first, {begin}"
    return (Span(moment(newest, wording)), Span(again, Tone.MUTED))


def in_order(times: Iterable[WireTime]) -> list[Timestamp]:
    """Return written times from the oldest to the newest."""
    return sorted(map(read_time, times), key=lambda time: time.epoch_s)


def distance(ordered: list[Timestamp]) -> str:
    """Return how long after the first sync the last one was: ``+6 d 13 h``; empty for one time."""
    moments = [time.moment for time in ordered if time.moment is not None]
    if len(moments) <= 1:
        return ""
    return f"+{length((moments[-1] - moments[0]).total_seconds())}"


def _is(day: SyncDay, wanted: date) -> bool:
    return read_time(day.date).day == wanted
