import pytest

from nessie_tui.model.secret import Secret
from nessie_tui.simulator.account import (
    DEMO_PROJECT_ID,
    DEMO_PROJECT_SECRET,
    DEMO_SECRET,
    DEMO_USERNAME,
    Account,
)
from nessie_tui.simulator.app import Simulator

SERVICE_ACCOUNT = (DEMO_USERNAME, DEMO_SECRET)
PROJECT_SECRET = (DEMO_PROJECT_SECRET, "")
ROUTES = [
    ("GET", "jobs"),
    ("GET", "status"),
    ("POST", "status"),
    ("GET", "timeline"),
    ("POST", "pause"),
    ("POST", "resume"),
]


@pytest.mark.parametrize(
    ("auth", "project_id"),
    [
        (SERVICE_ACCOUNT, DEMO_PROJECT_ID),
        (PROJECT_SECRET, None),
        (PROJECT_SECRET, DEMO_PROJECT_ID),
    ],
)
def test_lets_its_own_account_in(caller, auth, project_id):
    assert caller(auth=auth, project_id=project_id).get("jobs").status_code == 200


@pytest.mark.parametrize(
    ("auth", "project_id", "refusal"),
    [
        (None, DEMO_PROJECT_ID, (401, "invalid project secret")),
        (("", ""), None, (401, "invalid project secret")),
        (("0" * 32, ""), None, (401, "invalid project secret")),
        (SERVICE_ACCOUNT, None, (401, "invalid project secret")),
        ((DEMO_USERNAME, ""), DEMO_PROJECT_ID, (401, "invalid project secret")),
        (("nobody", DEMO_SECRET), DEMO_PROJECT_ID, (401, "Not a valid service account username")),
        ((DEMO_USERNAME, "wrong"), DEMO_PROJECT_ID, (401, "Invalid service account credentials")),
        (SERVICE_ACCOUNT, 1, (403, "not a project member")),
        (PROJECT_SECRET, 1, (400, "did not match project_id")),
    ],
)
@pytest.mark.parametrize("route", ROUTES)
def test_tells_the_others_what_mixpanel_tells(caller, auth, project_id, refusal, route):
    status, text = refusal
    answer = caller(auth=auth, project_id=project_id).ask(*route)
    assert answer.status_code == status
    assert answer.json().keys() == {"error", "status"}
    assert answer.json()["status"] == "error"
    assert text in answer.json()["error"]


@pytest.mark.parametrize("header", ["Basic", "Basic !!", "Basic /w==", "Bearer x", "Basic eA=="])
def test_an_unreadable_header_is_no_account(caller, header):
    answer = caller(auth=None, headers={"authorization": header}).get("jobs")
    assert answer.status_code == 401


def test_a_form_may_name_the_project(caller):
    asked = caller(project_id=None)
    form = {"project_id": str(DEMO_PROJECT_ID), "name": "events-daily-bigquery"}
    assert asked.post("status", **form).status_code == 200


def test_takes_another_account(clock, caller):
    account = Account(7, "someone", Secret("secret"), Secret("project"))
    asked = caller(auth=("someone", "secret"), project_id=7)
    asked.simulator = Simulator(clock=clock, account=account)
    assert asked.get("jobs").json().keys() == {"7"}


def test_does_not_show_its_secrets():
    assert DEMO_SECRET not in repr(Account())
    assert DEMO_PROJECT_SECRET not in repr(Account())
