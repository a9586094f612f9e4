"""The answers beside the tests: every one is labelled, and every trap has one or a reason."""

import tomllib
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parent.parent / "fixtures"
INDEX = tomllib.loads((FIXTURES / "index.toml").read_text())
ANSWERS = INDEX["answer"]
ALL_TRAPS = set(range(1, 36))


def test_the_index_lists_every_file_once():
    listed = [answer["file"] for answer in ANSWERS]
    found = {path.name for path in FIXTURES.iterdir()} - {"index.toml"}
    assert sorted(listed) == sorted(found)


@pytest.mark.parametrize("answer", ANSWERS, ids=[answer["file"] for answer in ANSWERS])
def test_a_file_wears_its_label(answer):
    assert answer["label"] in {"documented", "plausible"}
    assert answer["file"].split(".")[1] == answer["label"]
    assert answer["source"]
    assert answer["route"] in {"jobs", "status", "timeline"}


def test_every_trap_has_an_answer_or_a_reason():
    answered = {trap for answer in ANSWERS for trap in answer["traps"]}
    excused = {entry["trap"] for entry in INDEX["without_answer"] if entry["reason"]}
    assert answered | excused == ALL_TRAPS
    assert not answered & excused
