"""Groups that waited, on the page of figures and in its files."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from app.services.people import Role
from tests.app.reported import Settled
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone

pytestmark = pytest.mark.items(14)


@pytest.fixture
def ledger(app: Flask, school: Any) -> Settled:
    """Three groups that begin at once and gain four points; three that wait, gain one, and four in the course."""
    app.extensions["clock_offset"] = school.now - datetime.now(UTC)
    ledger = Settled(school.release.structure_digest, school.programme_id, school.partner_id)
    for cohort in range(6):
        for place in range(12):
            pre = 4 + place % 3
            if cohort < 3:
                ledger.pair(pre, pre + 3 + place % 3, cohort_id=cohort)
                continue
            ledger.pair(pre + place % 3, pre + 4 + place % 3, early=pre, cohort_id=cohort, is_waiting=True)
    return ledger


def _come_in(app: Flask, school: Any, role: Role, **scope: Any) -> Phone:
    return sit_down(app, school.session, school.staff(f"some {role.value}", role, **scope), school.now)


def test_the_page_says_what_more_was_gained_with_the_course(app: Flask, school: Any, ledger: Settled) -> None:
    ledger.write(school.session)
    page = _come_in(app, school, Role.ME_OFFICER).open("/figures?lang=en")

    assert "No comparison group" not in page.text
    assert "Those with the course (36 learners) gained +4.00 points in the mean, the comparison group (36) +1.00" in (
        page.text
    )
    assert "a difference of +3.00" in page.text


def test_a_lead_compares_the_groups_of_the_own_partner_alone(app: Flask, school: Any, ledger: Settled) -> None:
    other = school.partner("Umit")
    for _ in range(12):
        ledger.pair(5, 14, cohort_id=9, partner_id=other)
    ledger.write(school.session)

    assert "Those with the course (48 learners)" in _come_in(app, school, Role.ME_OFFICER).open("/figures?lang=en").text
    own = _come_in(app, school, Role.PARTNER_LEAD).open("/figures?lang=en").text
    assert "Those with the course (36 learners)" in own
