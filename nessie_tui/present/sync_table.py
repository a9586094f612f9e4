"""The syncs of a pipeline, day by day, for people and for programs."""

from collections.abc import Iterable, Sequence

from nessie_tui.model.timeline import SyncDay
from nessie_tui.model.timestamp import read_time
from nessie_tui.present.document import wire_time
from nessie_tui.present.freshness_words import length
from nessie_tui.present.table import Table
from nessie_tui.present.time_words import NONE, plain_day, plain_moment
from nessie_tui.present.tone import Line, Span, Tone

SYNC_FIELDS = ("date", "status", "sync_times")


def newest_first(days: Iterable[SyncDay]) -> list[SyncDay]:
    """Return the days, the newest first; those whose date cannot be read come last."""
    return sorted(days, key=lambda day: read_time(day.date).epoch_s, reverse=True)


def timeline_document(pipeline: str, days: Iterable[SyncDay]) -> dict[str, object]:
    """Return the days on which a pipeline synced, in the order given."""
    return {"pipeline": pipeline, "days": [_document(day) for day in days]}


def sync_row(day: SyncDay) -> tuple[str, str, str]:
    """Return one day for CSV."""
    times = (wire_time(written) or "" for written in day.sync_times)
    return (wire_time(day.date) or "", day.status, " ".join(times))


def sync_table(days: Sequence[SyncDay]) -> Table:
    """Return a row per day: when it was first exported, and how much later it was again."""
    header = ("DATE", "STATUS", "SYNCS", "FIRST SYNC", "LAST SYNC", "AFTER THE FIRST")
    return Table(header, [_row(day) for day in days])


def _row(day: SyncDay) -> Line:
    read = [read_time(written) for written in day.sync_times]
    moments = sorted(time.moment for time in read if time.moment is not None)
    readable = [time for time in read if time.moment is not None]
    times = sorted(readable, key=lambda time: time.epoch_s) or read
    is_again = len(moments) > 1
    later = length((moments[-1] - moments[0]).total_seconds()) if is_again else ""
    return (
        Span(plain_day(day.date)),
        Span(day.status or NONE, Tone.SUCCESS if day.is_synced else Tone.WARNING),
        Span(str(len(read))),
        Span(plain_moment(times[0].text) if times else NONE),
        Span(plain_moment(times[-1].text) if is_again else NONE),
        Span(f"+{later}" if is_again else NONE, Tone.MUTED),
    )


def _document(day: SyncDay) -> dict[str, object]:
    return {
        "date": wire_time(day.date),
        "status": day.status,
        "sync_times": [wire_time(written) for written in day.sync_times],
    }
