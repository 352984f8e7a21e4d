"""What the missing could change: Horowitz and Manski's bounds, reckoned by hand."""

import pytest

from analytics.counts.flow import Flow, flow_report


def test_of_everybody_who_joined_the_missing_could_all_have_improved_or_none() -> None:
    """10 joined, 6 sat both tests, 3 of them improved: 3 of 10 to 7 of 10."""
    report = flow_report(Flow(pre_only=2, post_only=1, paired=6, enrolled=10), improved=3)

    assert (report.improved_at_least, report.improved_at_most) == pytest.approx((0.3, 0.7))


def test_where_nobody_knows_who_joined_whoever_sat_a_test_is_everybody() -> None:
    report = flow_report(Flow(pre_only=2, post_only=1, paired=6), improved=3)

    assert (report.improved_at_least, report.improved_at_most) == pytest.approx((3 / 9, 6 / 9))
