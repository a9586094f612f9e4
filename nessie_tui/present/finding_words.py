"""What is odd about a pipeline's dates, in sentences."""

from nessie_tui.model.coverage import MOST_UNITS
from nessie_tui.model.survey import Finding, FindingKind, Survey
from nessie_tui.model.unit import UnitKind
from nessie_tui.model.zone import ZoneSource
from nessie_tui.present.tone import Tone

_TONES = {
    FindingKind.FAILED_AGAIN: Tone.WARNING,
    FindingKind.ONLY_SYNCED: Tone.WARNING,
    FindingKind.NEVER_SYNCED: Tone.WARNING,
    FindingKind.LABEL: Tone.WARNING,
    FindingKind.UNREADABLE: Tone.WARNING,
    FindingKind.BACKWARDS: Tone.WARNING,
}


def finding_tone(finding: Finding) -> Tone:
    """Return how much a finding matters: what was only assumed is muted."""
    return _TONES.get(finding.kind, Tone.MUTED)


def finding_words(finding: Finding, found: Survey) -> str:
    """Return a finding as a sentence, without its dates."""
    kind, frequency = found.units.kind, found.pipeline.frequency
    labelled_daily = kind is UnitKind.DAY
    return {
        FindingKind.FAILED_AGAIN: "The data landed; a later attempt to export it again failed.",
        FindingKind.ONLY_SYNCED: (
            "Mixpanel's timeline says synced, but no task that covers it succeeded."
        ),
        FindingKind.NEVER_SYNCED: (
            "A task exported it, but Mixpanel's timeline does not list a sync."
        ),
        FindingKind.FUTURE: f"Tasks for {kind}s that have not begun; they do not count yet.",
        FindingKind.UNREADABLE: f"Left out, as its dates cannot be read: {_tasks(finding)}.",
        FindingKind.BACKWARDS: f"Left out, as the end is before the beginning: {_tasks(finding)}.",
        FindingKind.FULL_EXPORT: (
            "Each run exports everything anew: judged by its last run, not by dates."
        ),
        FindingKind.BACKFILL: "A backfill: dates after its newest one are not its to export.",
        FindingKind.CUT: f"Only the newest {MOST_UNITS:,} {kind}s are told.",
        FindingKind.LABEL: _LABEL_DAILY if labelled_daily else _LABEL_HOURLY,
        FindingKind.FREQUENCY: (
            f"Mixpanel's list says {f'the frequency {frequency}' if frequency else 'no frequency'};"
            f" the tasks' dates look like {kind}s."
        ),
        FindingKind.TIMEZONE: _zone_words(found),
    }[finding.kind]


_LABEL_DAILY = (
    "Mixpanel's list says daily, but the tasks export hours: "
    "a day counts as covered when one of them landed."
)
_LABEL_HOURLY = "Mixpanel's list says hourly, but the tasks' dates look like whole days."


def _tasks(finding: Finding) -> str:
    return "1 task" if finding.count == 1 else f"{finding.count:,} tasks"


def _zone_words(found: Survey) -> str:
    taken = {
        ZoneSource.PROFILE: "the profile's is taken",
        ZoneSource.DISPATCH: f"{found.zone.name} is taken, as the list of pipelines has it",
        ZoneSource.TASKS: f"{found.zone.name} is taken, as the newest task has it",
        ZoneSource.NOBODY: "UTC is assumed, as no task names one",
    }[found.zone.source]
    return f'No time zone is set: {taken}. Set it in the profile: timezone = "US/Pacific".'
