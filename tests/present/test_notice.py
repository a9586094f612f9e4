import pytest

from nessie_tui.model.query import TaskQuery
from nessie_tui.present import notice
from nessie_tui.present.failure import FailureWords
from nessie_tui.present.project_view import ProjectView
from nessie_tui.present.tone import Tone, plain

OFFLINE = FailureWords("offline", "No route to it.", "Check the network.")
WAITING = FailureWords("server trouble (502)", "It answered 502.")


def said(lines):
    return [plain(line) for line in lines if line]


def view_of(listing=None, tasks=None, *, opened="daily", query=None):
    view = ProjectView(query)
    view.opened = opened
    if listing is not None:
        view.take_listing(listing)
    if tasks is not None:
        view.take_tasks(tasks)
    return view


def test_loading(make):
    assert said(notice.pipelines(view_of(), None)) == ["Loading pipelines"]
    assert said(notice.tasks(view_of(), None)) == ["Loading daily"]
    assert said(notice.tasks(view_of(opened=None), None)) == ["Loading pipelines"]


def test_loading_tasks_of_which_only_the_counts_are_known(make):
    view = view_of(make.listing("daily"))
    view.take_counts(make.counts("daily", succeeded=3))
    assert said(notice.tasks(view, None)) == ["Loading daily"]
    assert said(notice.tasks(view, OFFLINE))[0] == "Offline"


@pytest.mark.parametrize("pane", [notice.pipelines, notice.tasks])
def test_failed_says_what_to_do(pane):
    assert said(pane(view_of(), OFFLINE)) == [
        "Offline",
        "No route to it.",
        "Check the network.",
        "r tries again, p changes the profile.",
    ]
    assert "Check" not in "".join(said(pane(view_of(), WAITING)))


def test_an_empty_project_says_what_may_be_hidden(make):
    view = view_of(make.listing(), opened=None)
    for pane in (notice.pipelines, notice.tasks):
        words = " ".join(said(pane(view, None)))
        assert "may not be listed" in words
        assert 'pipelines = ["name"]' in words


def test_a_list_of_which_none_is_open_yet(make):
    view = view_of(make.listing("daily"), opened=None)
    assert notice.tasks(view, None) == notice.pipelines(view, None) == ()


def test_a_server_that_sends_counts_for_tasks(make):
    view = view_of(make.listing("daily"), make.counts("daily", succeeded=3))
    assert said(notice.tasks(view, None))[0] == "The server sent counts only."


def test_no_match_says_how_to_see_everything(make):
    view = view_of(tasks=make.reading("daily", make.task()), query=TaskQuery("nothing"))
    assert said(notice.tasks(view, None)) == [
        "No task matches.",
        "esc or 0 shows all tasks again.",
    ]


@pytest.mark.parametrize("query", [TaskQuery(), TaskQuery("nothing")])
def test_no_tasks_at_all_is_another_matter(make, query):
    view = view_of(tasks=make.reading("daily"), query=query)
    assert said(notice.tasks(view, None))[0] == "No tasks reported."


def test_where_there_is_something_to_show_nothing_stands_in_its_place(make):
    view = view_of(make.listing("daily"), make.reading("daily", make.task()))
    assert notice.pipelines(view, OFFLINE) == ()
    assert notice.tasks(view, OFFLINE) == ()


def test_a_failure_stands_above_what_is_still_known(make):
    assert notice.banner(view_of(), OFFLINE) == (), "there it stands in place of the table"
    known = view_of(make.listing("daily"))
    assert notice.banner(known, None) == ()
    (line,) = notice.banner(known, OFFLINE)
    assert plain(line) == "No route to it. Check the network."
    assert line[0].tone is Tone.WARNING


def test_a_tiny_terminal_is_told_so():
    assert said(notice.TOO_SMALL) == ["Terminal too small: at least 40 by 10 is needed."]
