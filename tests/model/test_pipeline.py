import pytest

from nessie_tui.model.pipeline import Pipeline, WireName


@pytest.mark.parametrize(
    ("name", "in_full"),
    [
        ("people-daily-bigquery-1a2b", True),
        ("identity-daily-s3", True),
        ("trial-people-daily", True),
        ("People-Daily", True),
        ("events-daily-bigquery", False),
        ("trial-events-daily", False),
        ("our-people-daily", False),
        ("people", False),
        ("", False),
    ],
)
def test_the_name_says_which_pipeline_exports_everything_each_time(name, in_full):
    assert Pipeline(name).exports_in_full is in_full


@pytest.mark.parametrize(
    ("name", "dispatcher", "is_backfill"),
    [
        ("events-backfill-2024", "backfill", True),
        ("2024-Backfill", "Backfill", True),
        ("events-daily", "backfill", False),  # so is a daily pipeline in the published sample
        ("events-backfill-2024", "daily", False),
        ("events-backfill-2024", "", False),
    ],
)
def test_a_backfill_is_one_only_where_two_say_so(name, dispatcher, is_backfill):
    assert Pipeline(name, dispatcher=dispatcher).is_backfill is is_backfill


def test_a_name_as_it_was_sent_is_compared_as_sent_and_shown_cleaned():
    name = WireName("a\x1b[31mb")
    assert name == WireName("a\x1b[31mb")
    assert name != WireName("ab")
    assert name != "a\x1b[31mb"
    assert len({name, WireName("a\x1b[31mb")}) == 1
    assert repr(name) == "WireName(a^[[31mb)"
