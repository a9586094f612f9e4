"""The text of the welcome screen."""

from nessie_tui.present.tone import Line, Span, Tone


def welcome_lines(profiles_path: str, *, adding: bool) -> list[Line]:
    """Return what to say to somebody without a usable profile.

    Args:
        profiles_path: Where profiles are saved.
        adding: The person asked how to add one.
    """
    lines: list[Line] = [
        (Span("Watch Mixpanel Data Pipelines from the terminal.", strong=True),),
        (Span("Did my data land, which dates failed, is anything going wrong now?"),),
        (),
    ]
    if adding:
        lines += [
            (Span("In another terminal, with a service account of your project:"),),
            (),
            (Span("  nessie-tui profile add NAME --project-id N --username U \\", Tone.ACCENT),),
            (Span("      --region us|eu|in --secret-file", Tone.ACCENT),),
            (),
            (Span("The secret is asked for without echo. Then press "), _key("r"), Span(" here.")),
            (Span(f"Profiles are saved in {profiles_path}", Tone.MUTED),),
        ]
        return lines
    lines += [
        (_key("a"), Span("  add a profile for your project")),
        (_key("d"), Span("  look at the demo: no account, no network")),
        (_key("q"), Span("  quit")),
    ]
    return lines


def _key(name: str) -> Span:
    return Span(name, Tone.ACCENT, strong=True)
