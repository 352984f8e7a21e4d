"""Reports out of the derived tables: scope, filters, splits, instruments that never add, and small groups hidden."""

from dataclasses import replace
from typing import Any

import pytest

from app.services import reporting
from app.services.people import Grant, Role
from app.services.releases import keep_release
from app.services.reporting import Filters, Scope
from app.services.testing import Wave
from app.store import Session
from app.wording import Words
from tests.app.reported import Ledger, six_regions

WHOLE = Filters(Scope(is_whole=True))


@pytest.fixture
def ledger(school: Any) -> Ledger:
    return Ledger(school.release.structure_digest, school.programme_id, school.partner_id)


def test_six_regions_are_reported_with_their_flow_and_cohorts(session: Session, ledger: Ledger) -> None:
    six_regions(ledger)
    ledger.write(session)
    (part,) = reporting.report(session, WHOLE)
    total = part.gains.total

    assert (total.improved.count, total.improved.n) == (159, 173)
    assert total.improved.interval == "korn_graubard"
    assert (total.flow.enrolled, total.flow.pre_only, total.flow.post_only, total.flow.paired) == (205, 24, 3, 173)
    assert total.gain.cohorts == 18
    assert len(part.gains.groups) == 6
    assert part.gains.method.max_score == 14
    assert part.gains.method.pass_mark == 10
    assert part.gains.method.suppress == 11


def test_a_report_agrees_with_what_learners_did_through_the_services(school: Any, session: Session) -> None:
    cohort = school.cohort()
    scores = [(5, 9), (6, 6), (7, 12), (8, 7), *[(4, 8)] * 8]
    learners = [school.learner(cohort) for _ in scores]
    absent = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    for learner, (pre, _) in zip(learners, scores, strict=True):
        school.sit(learner, Wave.PRE, right=pre)
    school.take(absent, Wave.PRE, right=3)
    school.close(cohort, Wave.PRE)
    school.wait(days=30)
    school.open(cohort, Wave.POST)
    for learner, (_, post) in zip(learners, scores, strict=True):
        school.sit(learner, Wave.POST, right=post)
    (part,) = reporting.report(session, WHOLE)
    school.reveal(cohort)
    whole = reporting.of_cohort(session, cohort)

    assert part.gains.total.flow.pre_only == 1
    assert part.gains.total.improved.n == 12
    assert part.gains.total.gain.mean == pytest.approx(sum(post - pre for pre, post in scores) / 12)
    assert part.gains.total.gain.pre_mean == pytest.approx(sum(pre for pre, _ in scores) / 12)
    assert whole is not None
    assert whole.gain == part.gains.total.gain


@pytest.mark.parametrize("by", ["partner", "sex", "age_band", "language", "way", "month", "country", "form_order"])
def test_every_split_adds_up_to_the_same_total(session: Session, ledger: Ledger, by: str) -> None:
    six_regions(ledger)
    ledger.write(session)
    whole, split = (reporting.report(session, WHOLE, (name,))[0].gains for name in ("region", by))

    # Those who left are not told by month nor by order of forms.
    expected = replace(whole.total, notes=split.total.notes, attrition=split.total.attrition)
    assert split.total == expected
    assert split.total.attrition.lost == whole.total.attrition.lost
    assert reporting.names(session, reporting.report(session, WHOLE, (by,)), (by,), Words("ru")).keys() == {
        group.key for group in split.groups
    }


def test_two_splits_at_once(session: Session, ledger: Ledger) -> None:
    six_regions(ledger)
    ledger.write(session)
    parts = reporting.report(session, WHOLE, ("region", "sex"))

    assert ("KZ-61", "female") in [group.key for group in parts[0].gains.groups]
    assert reporting.names(session, parts, ("region", "sex"), Words("en"))["KZ-61", "female"] == "Turkistan / Female"


def test_an_unknown_split_is_refused(session: Session) -> None:
    with pytest.raises(reporting.NoSuchDisaggregate, match="choose region"):
        reporting.report(session, WHOLE, ("shoe_size",))


@pytest.mark.parametrize(
    ("filters", "paired"),
    [
        pytest.param({"region": "KZ-61"}, 32, id="region"),
        pytest.param({"country": "KZ"}, 173, id="country"),
        pytest.param({"country": "UZ"}, None, id="another country"),
        pytest.param({"from_month": "2026-04"}, None, id="after"),
        pytest.param({"from_month": "2026-02", "to_month": "2026-03"}, 173, id="period"),
        pytest.param({"language": "ru", "age_band": "15-17"}, 173, id="language and age"),
        pytest.param({"sex": "other"}, None, id="nobody"),
        pytest.param({"partner": "none"}, None, id="an unknown partner"),
        pytest.param({"programme": "none"}, None, id="an unknown programme"),
    ],
)
def test_filters_narrow_the_report(
    session: Session, ledger: Ledger, filters: dict[str, str], paired: int | None
) -> None:
    six_regions(ledger)
    ledger.write(session)
    parts = reporting.report(session, replace(WHOLE, **filters))

    assert [part.gains.total.flow.paired for part in parts] == ([paired] if paired else [])


def test_a_scope_never_shows_another_programme_or_partner(school: Any, session: Session, ledger: Ledger) -> None:
    six_regions(ledger)
    ledger.write(session)
    elsewhere = replace(
        ledger, programme_id=777, partner_id=888, flows=type(ledger.flows)(), gains=type(ledger.gains)(), cohorts={}
    )
    for place in range(30):
        elsewhere.pair(1, 2 + place % 3, cohort_id=900 + place % 3)
    elsewhere.write(session)

    def paired(scope: Scope) -> list[int]:
        return [part.gains.total.flow.paired for part in reporting.report(session, Filters(scope))]

    assert paired(Scope(programme_ids=(school.programme_id,))) == [173]
    assert paired(Scope(partner_ids=(888,))) == [30]
    assert paired(Scope(programme_ids=(school.programme_id,), partner_ids=(888,))) == [203]
    assert paired(Scope()) == []
    assert reporting.choices(session, Scope()).regions == ()


def test_scores_of_two_instruments_never_add(school: Any, session: Session, ledger: Ledger) -> None:
    six_regions(ledger)
    ledger.write(session)
    items = school.release.instrument.items[:5]
    short = school.release.model_copy(
        update={"instrument": school.release.instrument.model_copy(update={"items": items, "pass_mark": 3})}
    )
    keep_release(session, school.programme_id, short, school.now)
    newer = Ledger(short.structure_digest, school.programme_id, school.partner_id, out_of=5)
    for place in range(24):
        newer.pair(1, 2 + place % 3, cohort_id=60 + place % 4)
    newer.write(session)
    parts = reporting.report(session, WHOLE)

    assert [part.gains.method.max_score for part in parts] == [5, 14]
    assert [part.gains.total.flow.paired for part in parts] == [24, 173]
    one = reporting.report(session, replace(WHOLE, structure=ledger.structure))
    assert [part.gains.total.flow.paired for part in one] == [173]


def test_a_group_of_ten_is_hidden_and_one_of_eleven_is_not(session: Session, ledger: Ledger) -> None:
    for region, n in (("KZ-61", 10), ("KZ-35", 11), ("KZ-75", 40)):
        for place in range(n):
            ledger.pair(5, 4 + place % 5, cohort_id=place % 4 + len(region) * n, region_code=region)
    ledger.write(session)
    (part,) = reporting.report(session, WHOLE)
    groups = {group.key: group for group in part.gains.groups}

    assert groups["KZ-61"].suppressed
    assert groups["KZ-35"].suppressed  # or the one of ten could be taken from the total
    assert not groups["KZ-75"].suppressed
    assert groups["KZ-61"].improved is None


def test_a_filter_never_shows_what_the_split_hides(session: Session, ledger: Ledger) -> None:
    """KZ-71 has 8 learners, so KZ-15 is hidden beside it: asking for KZ-15 alone must not help."""
    six_regions(ledger)
    for place in range(8):
        ledger.pair(5, 9, cohort_id=80 + place % 2, region_code="KZ-71")
    ledger.write(session)

    def shown(**filters: str) -> bool:
        return not reporting.report(session, replace(WHOLE, **filters))[0].gains.total.suppressed

    assert [shown(region=region) for region in ("KZ-71", "KZ-15", "KZ-75")] == [False, False, True]


def test_a_filter_hides_the_group_of_which_it_leaves_a_few(session: Session, ledger: Ledger) -> None:
    """30 of 35 in a room: the five others are that region less those in a room. All regions together may be shown."""
    for region, in_room, remote in (("KZ-61", 30, 5), ("KZ-35", 30, 30), ("KZ-75", 30, 30)):
        for place in range(in_room + remote):
            way = "room" if place < in_room else "remote"
            ledger.pair(5, 3 + place % 6, cohort_id=place % 5, region_code=region, way=way)
    ledger.write(session)
    (part,) = reporting.report(session, replace(WHOLE, way="room"))
    hidden = {group.key for group in part.gains.groups if group.suppressed}

    assert not part.gains.total.suppressed
    assert "KZ-61" in hidden
    assert len(hidden) == 2  # one alone would be the total less the others


def test_a_split_and_a_filter_never_tell_together_who_is_alone(session: Session, ledger: Ledger) -> None:
    """One of 33 would not say: boys and she together less the boys of a split by region and sex would be her scores."""
    for region, sexes in (("KZ-31", (17, 15, 1)), ("KZ-35", (40, 30, 12)), ("KZ-75", (30, 40, 14))):
        for sex, n in zip(("female", "male", "unsaid"), sexes, strict=True):
            for place in range(n):
                ledger.pair(5, 3 + place % 6, cohort_id=place % 5, region_code=region, sex=sex)
    ledger.write(session)

    def shown(by: tuple[str, ...], **filters: str) -> dict[Any, int]:
        gains = reporting.report(session, replace(WHOLE, **filters), by)[0].gains
        return {group.key: group.flow.paired for group in gains.groups if group.flow is not None}

    assert "male" not in shown(("sex",), region="KZ-31")
    assert ("KZ-31", "male") not in shown(("region", "sex"))
    assert "KZ-31" not in shown(("region",), sex="male")
    assert ("KZ-35", "female") in shown(("region", "sex"))


def test_a_period_that_leaves_out_a_few_is_hidden(session: Session, ledger: Ledger) -> None:
    for month, n in (("2025-12", 6), ("2026-01", 40), ("2026-02", 40)):
        for place in range(n):
            ledger.pair(5, 3 + place % 6, cohort_id=place % 5, month=month)
    ledger.write(session)

    def shown(first: str, last: str) -> bool:
        (part,) = reporting.report(session, replace(WHOLE, from_month=first, to_month=last))
        return not part.gains.total.suppressed

    assert not shown("2026-01", "2026-12")  # all less these are six
    assert shown("2025-01", "2026-12")


def test_a_cohort_that_nobody_has_joined_has_no_figures(school: Any, session: Session) -> None:
    cohort = school.cohort()

    assert reporting.of_cohort(session, cohort) is None


@pytest.mark.parametrize(
    ("grants", "scope"),
    [
        ([Grant(Role.ME_OFFICER, 3)], Scope(programme_ids=(3,))),
        ([Grant(Role.ME_OFFICER)], Scope(is_whole=True)),
        ([Grant(Role.PARTNER_LEAD, 3, 5)], Scope(partner_ids=(5,))),
        ([Grant(Role.PARTNER_LEAD, 3, 5), Grant(Role.ME_OFFICER, 2)], Scope(programme_ids=(2,), partner_ids=(5,))),
        ([Grant(Role.FACILITATOR, 3, 5), Grant(Role.ADMINISTRATOR)], Scope()),
        ([Grant(Role.PARTNER_LEAD)], Scope()),
    ],
)
def test_a_grant_opens_its_own_figures_and_no_more(grants: list[Grant], scope: Scope) -> None:
    assert reporting.scope_of(grants) == scope


def _of_sex(ledger: Ledger, sizes: dict[str, int]) -> None:
    for sex, n in sizes.items():
        for place in range(n):
            ledger.pair(3 + place % 8, 5 + place * 3 % 7, cohort_id=place % 12, sex=sex)


def test_hidden_groups_have_one_row_together(session: Session, ledger: Ledger) -> None:
    """Nine of unsaid sex hide the boys too: boys and unsaid are all less the girls, so they may be shown as one."""
    _of_sex(ledger, {"female": 80, "male": 60, "unsaid": 9})
    ledger.write(session)
    parts = reporting.report(session, WHOLE, ("sex",))
    groups = {group.key: group for group in parts[0].gains.groups}
    names = reporting.names(session, parts, ("sex",), Words("en"))

    assert [key for key, group in groups.items() if group.suppressed] == ["male", "unsaid"]
    assert (groups["male+unsaid"].suppressed, groups["male+unsaid"].improved.n) == (False, 69)
    assert groups["male+unsaid"].tests.t is not None
    assert names["male+unsaid"] == "Male + Rather not say"


def test_hidden_groups_stay_apart_where_together_they_would_tell_a_withheld_share(
    session: Session, ledger: Ledger
) -> None:
    _of_sex(ledger, {"male": 60, "unsaid": 9})
    for place in range(80):
        ledger.pair(5, 9, cohort_id=place % 12, sex="female")
    ledger.write(session)
    (part,) = reporting.report(session, WHOLE, ("sex",))

    assert [group.key for group in part.gains.groups] == ["female", "male", "unsaid"]
