"""A profile in a few words."""

from nessie_tui.model.profile import Profile
from nessie_tui.present.mark import Marks
from nessie_tui.present.tone import Line, Span, Tone

_NAME_CELLS = 24


def profile_line(profile: Profile, marks: Marks, *, is_current: bool, under_cursor: bool) -> Line:
    """Return name, region and project, and a word where the profile is the one being watched."""
    cursor = marks.cursor if under_cursor else " "
    where = f"{profile.region.upper()} {marks.dot} {profile.project_id}"
    return (
        Span(f"{cursor} ", Tone.ACCENT),
        Span(f"{profile.name:<{_NAME_CELLS}} ", strong=is_current),
        Span(f"{where:<22}", Tone.MUTED),
        Span("watched now" if is_current else "", Tone.SUCCESS),
    )


def profile_title(profile: Profile, marks: Marks) -> Line:
    """Return the left half of the title bar: whose data this is."""
    where = f"{profile.region.upper()} {marks.dot} {profile.project_id}"
    return (
        Span(" nessie  ", Tone.MUTED),
        Span(f"{profile.name} {marks.descending}", Tone.ACCENT, strong=True),
        Span(f"  {where} ", Tone.MUTED),
    )
