import copy
import json
import pickle
import traceback
from dataclasses import asdict, dataclass

import pytest
from rich.pretty import pretty_repr

from nessie_tui.model.secret import Secret

CANARY = "canary-5f1e"


@dataclass
class Holder:
    name: str
    secret: Secret


@pytest.fixture
def secret() -> Secret:
    return Secret(CANARY)


def test_it_is_revealed_only_when_asked(secret):
    assert secret.reveal() == CANARY


@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        ascii,
        pretty_repr,
        "{}".format,
        "{!r:>40}".format,
        "{:>40}".format,
        "%s".__mod__,
        "%r".__mod__,
        lambda secret: f"{secret} {secret!r} {secret!s:.99}",
        lambda secret: repr([{"secret": (secret,)}]),
        lambda secret: repr(Holder("acme", secret)),
        lambda secret: str(ValueError(secret)) + repr(ValueError(secret)),
        lambda secret: json.dumps({"secret": secret}, default=str),
    ],
)
def test_no_way_of_showing_it_shows_it(secret, show):
    shown = show(secret)
    assert "***" in shown
    assert CANARY not in shown


@pytest.mark.parametrize(
    "duplicate",
    [
        copy.copy,
        copy.deepcopy,
        lambda secret: asdict(Holder("acme", secret)),
        *(lambda secret, n=n: pickle.dumps(secret, n) for n in range(pickle.HIGHEST_PROTOCOL + 1)),
        vars,
        json.dumps,
        hash,
    ],
)
def test_it_cannot_be_carried_off(secret, duplicate):
    with pytest.raises(TypeError) as refusal:
        duplicate(secret)
    assert CANARY not in str(refusal.value)


def test_a_crash_report_with_locals_does_not_show_it(secret):
    holder = Holder("acme", secret)
    try:
        holder.secret.reveal().no_such_attribute  # noqa: B018 - any crash will do
    except AttributeError as error:
        report = traceback.TracebackException.from_exception(error, capture_locals=True)
    shown = "".join(report.format())
    assert "Holder(" in shown
    assert CANARY not in shown


def test_secrets_compare_by_text_and_never_equal_it():
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"


def test_an_empty_one_is_falsy(secret):
    assert secret
    assert not Secret("")
