"""What a linter cannot say about this project: every failure names the file and the line."""

import ast
import io
import os
import re
import socket
import subprocess
import sys
import tokenize
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from nessie_tui.cli.main import COMMANDS, cli
from nessie_tui.model.state import STATES
from nessie_tui.present.state_look import DATE_LOOKS, LOOKS

ROOT = Path(__file__).parent.parent
PACKAGE = sorted((ROOT / "nessie_tui").rglob("*.py"))
PYTHON = [*PACKAGE, *sorted((ROOT / "tests").rglob("*.py"))]
STYLES = sorted((ROOT / "nessie_tui").rglob("*.tcss"))

MAX_LINES = 400
MAX_COLUMNS = 80
# A function that fits nowhere shows that a room is missing.
ROOMS_WITHOUT_A_NAME = {"utils", "util", "helpers", "helper", "common", "constants", "types"}
# Where the Authorization header is made, and where a file that holds secrets is written.
MAY_REVEAL = {"nessie_tui/api/client.py", "nessie_tui/storage/secrets.py"}

UNFINISHED = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b")
NOQA = re.compile(r"# noqa: [A-Z]+\d+(, [A-Z]+\d+)* - \S.*")
TYPE_IGNORE = re.compile(r"# type: ignore\[[a-z-]+(, [a-z-]+)*\]  # \S.*")
SUPPRESSION = re.compile(r"noqa|type: ?ignore|pragma: no|ruff: |mypy: ")
# Six or eight digits, or three or four of which one cannot be a letter of a word like "#add".
HEX_COLOUR = re.compile(
    r"#(?:[0-9a-f]{6}|[0-9a-f]{8}|(?=[a-f]*\d)[0-9a-f]{3,4}|f{3,4})\b", re.IGNORECASE
)
TCSS_VALUE = re.compile(r":([^;{}]*);")

# Commands that end without a screen, each in an empty home.
HEADLESS = [
    "--help",
    "--version",
    "profile list",
    "--profile demo pipelines",
    "--profile demo status events-daily-bigquery --json",
    "--profile demo coverage events-daily-bigquery",
    "--profile demo timeline events-daily-bigquery --csv",
    "--profile demo check people-daily-bigquery",
    "--profile demo wait people-daily-bigquery --covers 2026-01-01 --timeout 0s",
]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def places(nodes: Iterator[tuple[Path, ast.AST]]) -> list[str]:
    return [f"{name_of(path)}:{getattr(node, 'lineno', 1)}" for path, node in nodes]


def nodes(paths: list[Path]) -> Iterator[tuple[Path, ast.AST]]:
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            yield path, node


def targets(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Assign):
        return {target.id for target in node.targets if isinstance(target, ast.Name)}
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return {node.target.id}
    return set()


def test_styles_live_in_tcss_files():
    assert not places(n for n in nodes(PACKAGE) if targets(n[1]) & {"CSS", "DEFAULT_CSS"})


def test_a_file_holds_one_idea():
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in PYTHON}
    assert not {name: length for name, length in lengths.items() if length > MAX_LINES}


def test_every_module_and_class_has_a_name_that_says_something():
    nameless = [
        name_of(path)
        for path in PYTHON
        for part in (path.stem, path.parent.name)
        if part in ROOMS_WITHOUT_A_NAME or "manager" in part
    ]
    assert not nameless
    assert not places(
        (path, node)
        for path, node in nodes(PYTHON)
        if isinstance(node, ast.ClassDef) and "Manager" in node.name
    )


def test_nothing_is_left_for_later():
    texts = (".py", ".tcss", ".md", ".toml", ".yml", ".yaml", ".sh")
    folders = ("nessie_tui", "tests", ".github", ".ci")
    found = [
        f"{name_of(path)}:{number}"
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in texts or path.name == "run"
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert not found


def test_a_suppression_names_its_rule_and_its_reason():
    bare = [
        f"{name_of(path)}:{token.start[0]} {token.string}"
        for path in PYTHON
        for token in tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
        if token.type == tokenize.COMMENT and SUPPRESSION.search(token.string)
        if not (NOQA.fullmatch(token.string) or TYPE_IGNORE.fullmatch(token.string))
    ]
    assert not bare


def test_colours_are_the_themes():
    in_code = places(
        (path, node)
        for path, node in nodes(PACKAGE)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and HEX_COLOUR.search(node.value)
    )
    in_styles = [
        f"{name_of(path)}: {value}"
        for path in STYLES
        for value in TCSS_VALUE.findall(path.read_text())
        if HEX_COLOUR.search(value)
    ]
    assert not in_code
    assert not in_styles


def test_markup_is_never_escaped():
    """An escaped text between tags still breaks them: text from outside is never markup."""
    assert not places(
        (path, node)
        for path, node in nodes(PACKAGE)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(("rich", "textual"))
        and {alias.name for alias in node.names} & {"escape", "markup"}
    )


def test_a_secret_is_revealed_in_two_places_only():
    assert not places(
        (path, node)
        for path, node in nodes(PACKAGE)
        if isinstance(node, ast.Attribute)
        and node.attr == "reveal"
        and name_of(path) not in MAY_REVEAL
    )


def test_every_state_has_a_look():
    assert set(LOOKS) == set(STATES)


@pytest.mark.parametrize("look", (LOOKS | DATE_LOOKS).values(), ids=LOOKS | DATE_LOOKS)
def test_every_mark_takes_one_cell(look):
    assert len(look.glyph) == len(look.ascii) == 1
    assert look.ascii.isascii()
    assert unicodedata.east_asian_width(look.glyph) in {"N", "Na"}


def test_no_two_states_are_told_apart_by_colour_alone():
    assert len({look.glyph for look in LOOKS.values()}) == len(LOOKS)
    assert len({look.ascii for look in LOOKS.values()}) == len(LOOKS)


@pytest.mark.parametrize("arguments", HEADLESS)
def test_a_command_without_a_screen_never_loads_textual(arguments):
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "nessie_tui", *arguments.split()],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )
    loaded = {line.rpartition("|")[2].strip() for line in run.stderr.splitlines() if "|" in line}
    assert run.returncode == 0, run.stderr[-2_000:]
    assert "nessie_tui.cli.main" in loaded
    # httpx brings rich along for a command line of its own.
    fenced = {"textual"} if "httpx" in loaded else {"textual", "rich"}
    assert not {name for name in loaded if name.split(".")[0] in fenced}
    if arguments in {"--help", "--version"}:
        assert not loaded & {"httpx", "msgspec", "tomlkit", "sqlite3", "nessie_tui.api.client"}


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=name)
        for part in command.list_commands(context):
            child = command.get_command(context, part)
            assert child is not None, f"{name} lists {part} and does not have it"
            yield from commands(child, f"{name} {part}")


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_help_fits_eighty_columns(name):
    if name is None:
        pages = [("nessie-tui", cli)]
    else:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        pages = list(commands(command, f"nessie-tui {name}"))
    for full_name, command in pages:
        context = click.Context(command, info_name=full_name, terminal_width=MAX_COLUMNS)
        wide = [line for line in command.get_help(context).splitlines() if len(line) > MAX_COLUMNS]
        assert not wide, full_name


def test_the_gate_runs_the_command_that_the_readme_shows():
    """Whoever follows the README runs what the gate runs: it takes the line from there."""
    lines = (ROOT / "README.md").read_text().splitlines()
    assert len([line for line in lines if re.match(r"python3 -m venv .*pytest", line)]) == 1
    assert "README.md" in (ROOT / ".ci" / "run").read_text()


def test_a_test_cannot_reach_another_machine():
    with pytest.raises(pytest.fail.Exception, match="wanted the network"):
        socket.create_connection(("192.0.2.1", 443), timeout=0.1)


def test_a_test_has_an_empty_home(tmp_path):
    assert Path.home() == tmp_path
    assert not [name for name in os.environ if name.startswith(("MP_", "NESSIE_TUI_"))]
