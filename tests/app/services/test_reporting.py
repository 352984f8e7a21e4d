"""Reports out of the derived tables: scope, filters, splits, instruments that never add, and small groups hidden."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from app.content import Release
from app.services.figures import reporting, tallies
from app.services.figures.reporting import Filters, Scope
from app.services.learner import joining
from app.services.people import Grant, Role
from app.services.releases import keep_release
from app.services.waves import Wave
from app.store import Session
from app.store.programmes import regions
from app.wording import Words
from tests.app.conftest import School
from tests.app.reported import IMPROVED, PAIRED, Settled, six_regions_of
from tests.app.standing import standing_school

pytestmark = pytest.mark.items(14)

WHOLE = Filters(Scope(is_whole=True))


@pytest.fixture
def ledger(school: Any) -> Settled:
    return Settled(school.release.structure_digest, school.programme_id, school.partner_id)


@pytest.fixture(params=["sqlite", "postgresql"])
def six(request: pytest.FixtureRequest, release: Release) -> Iterator[School]:
    """A school with the figures of six regions."""
    with standing_school(request, release, six_regions_of) as (school, _):
        yield school


def test_six_regions_are_reported_with_their_flow_and_cohorts(six: School) -> None:
    (part,) = reporting.report(six.session, WHOLE)
    total = part.gains.total

    assert (total.improved.count, total.improved.n) == (IMPROVED, PAIRED)
    assert total.improved.interval == "korn_graubard"
    assert (total.flow.enrolled, total.flow.pre_only, total.flow.post_only, total.flow.paired) == (205, 24, 3, PAIRED)
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
    assert reporting.report(session, WHOLE) == ()  # there is progress, and no gain
    assert reporting.progress(session, WHOLE.scope) == reporting.Progress(1, enrolled=13, pre=13, paired=12)
    school.settle_all()
    (part,) = reporting.report(session, WHOLE)

    assert part.gains.total.flow.pre_only == 1
    assert part.gains.total.improved.n == 12
    assert part.gains.total.gain.mean == pytest.approx(sum(post - pre for pre, post in scores) / 12)
    assert part.gains.total.gain.pre_mean == pytest.approx(sum(pre for pre, _ in scores) / 12)
    assert reporting.progress(session, WHOLE.scope) == reporting.Progress(0, enrolled=0, pre=0, paired=0)


def test_a_cohort_that_everybody_has_left_is_none_that_has_yet_to_settle(school: Any, session: Session) -> None:
    school.learner(school.cohort())
    joining.withdraw(session, school.learner(school.cohort()), school.now)

    assert reporting.progress(session, WHOLE.scope) == reporting.Progress(1, enrolled=1, pre=0, paired=0)


@pytest.mark.parametrize("by", ["partner", "sex", "age_band", "language", "way", "channel", "month", "country"])
def test_every_split_adds_up_to_the_same_total(six: School, by: str) -> None:
    whole, split = (reporting.report(six.session, WHOLE, (name,))[0].gains for name in ("region", by))

    assert split.total == whole.total
    assert reporting.names(six.session, reporting.report(six.session, WHOLE, (by,)), (by,), Words("ru")).keys() == {
        group.key for group in split.groups
    }


def test_two_splits_at_once(six: School) -> None:
    parts = reporting.report(six.session, WHOLE, ("region", "sex"))

    assert ("KZ-61", "female") in [group.key for group in parts[0].gains.groups]
    assert (
        reporting.names(six.session, parts, ("region", "sex"), Words("en"))["KZ-61", "female"]
        == "Turkistan Region / Female"
    )


def test_an_unknown_split_is_refused(session: Session) -> None:
    with pytest.raises(reporting.NoSuchDisaggregate, match="choose region"):
        reporting.report(session, WHOLE, ("shoe_size",))


@pytest.mark.parametrize(
    ("filters", "paired"),
    [
        pytest.param({"region": "KZ-61"}, 32, id="region"),
        pytest.param({"country": "KZ"}, PAIRED, id="country"),
        pytest.param({"country": "UZ"}, None, id="another country"),
        pytest.param({"from_month": "2026-04"}, None, id="after"),
        pytest.param({"from_month": "2026-02", "to_month": "2026-03"}, PAIRED, id="period"),
        pytest.param({"language": "ru", "age_band": "15-17"}, PAIRED, id="language and age"),
        pytest.param({"sex": "other"}, None, id="nobody"),
        pytest.param({"partner": "none"}, None, id="an unknown partner"),
        pytest.param({"programme": "none"}, None, id="an unknown programme"),
    ],
)
def test_filters_narrow_the_report(six: School, filters: dict[str, str], paired: int | None) -> None:
    parts = reporting.report(six.session, replace(WHOLE, **filters))

    assert [part.gains.total.flow.paired for part in parts] == ([paired] if paired else [])


def test_a_scope_never_shows_another_programme_or_partner(six: School) -> None:
    programme_id, partner_id = six.other_programme()
    elsewhere = Settled(six.release.structure_digest, programme_id, partner_id)
    for place in range(30):
        elsewhere.pair(1, 2 + place % 3, cohort_id=900 + place % 3)
    elsewhere.write(six.session)

    def paired(scope: Scope) -> list[int]:
        return [part.gains.total.flow.paired for part in reporting.report(six.session, Filters(scope))]

    assert paired(Scope(programme_ids=(six.programme_id,))) == [PAIRED]
    assert paired(Scope(partner_ids=(partner_id,))) == [30]
    assert paired(Scope(programme_ids=(six.programme_id,), partner_ids=(partner_id,))) == [203]
    assert paired(Scope()) == []
    assert reporting.choices(six.session, Scope()).regions == ()


def test_scores_of_two_instruments_never_add(six: School) -> None:
    items = six.release.instrument.items[:5]
    short = six.release.model_copy(
        update={"instrument": six.release.instrument.model_copy(update={"items": items, "pass_mark": 3})}
    )
    keep_release(six.session, six.programme_id, short, six.now)
    newer = Settled(short.structure_digest, six.programme_id, six.partner_id)
    for place in range(24):
        newer.pair(1, 2 + place % 3, cohort_id=60 + place % 4)
    newer.write(six.session)
    parts = reporting.report(six.session, WHOLE)

    assert [part.gains.method.max_score for part in parts] == [5, 14]
    assert [part.gains.total.flow.paired for part in parts] == [24, PAIRED]
    one = reporting.report(six.session, replace(WHOLE, structure=six.release.structure_digest))
    assert [part.gains.total.flow.paired for part in one] == [PAIRED]


def test_a_group_of_ten_is_hidden_and_one_of_eleven_is_not(session: Session, ledger: Settled) -> None:
    for region, n in (("KZ-61", 10), ("KZ-35", 11), ("KZ-75", 40)):
        for place in range(n):
            ledger.pair(5, 4 + place % 5, cohort_id=place % 4 + len(region) * n, region_code=region)
    ledger.write(session)
    (part,) = reporting.report(session, WHOLE)
    groups = {group.key: group for group in part.gains.groups}

    assert (groups["KZ-61"].suppressed, groups["KZ-61"].improved) == (True, None)
    assert not groups["KZ-35"].suppressed
    assert not groups["KZ-75"].suppressed


def test_those_who_did_not_say_hide_nobody_else(session: Session, ledger: Settled) -> None:
    for sex, n in (("female", 80), ("male", 60), ("unsaid", 9)):
        for place in range(n):
            ledger.pair(3 + place % 8, 5 + place * 3 % 7, cohort_id=place % 12, sex=sex)
    ledger.write(session)
    (part,) = reporting.report(session, WHOLE, ("sex",))

    assert [group.key for group in part.gains.groups if not group.suppressed] == ["female", "male"]
    assert not part.gains.total.suppressed


def test_what_no_cell_tells_is_counted_one_by_one_and_not_at_all_beyond_so_many(
    six: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote = replace(WHOLE, way="remote")
    (part,) = reporting.report(six.session, remote)
    by_way = {group.key: group for group in reporting.report(six.session, WHOLE, ("way",))[0].gains.groups}

    assert part.gains.total.improved == by_way["remote"].improved
    assert part.gains.total.gain == by_way["remote"].gain
    monkeypatch.setattr(tallies, "ONE_BY_ONE", 40)
    assert reporting.report(six.session, WHOLE, ("sex",))
    with pytest.raises(reporting.NotKept, match="more than 40 learners"):
        reporting.report(six.session, remote)


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


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_region_has_one_name_in_a_language_in_figures_and_in_groups(school: School, language: str) -> None:
    in_groups = {code: region.name_in(language) for code, region in regions.by_code(school.session).items()}

    assert reporting.region_names(school.session, Words(language)) == in_groups
    assert len(set(in_groups.values())) == len(in_groups), "no two regions have the same name"


@pytest.mark.parametrize(("code", "name"), [("KZ-61", "Түркістан облысы"), ("KG-B", "Баткенская область")])
def test_who_reads_kazakh_reads_no_english_name_of_a_region(school: School, code: str, name: str) -> None:
    """Of other countries the file has no Kazakh name: theirs is in Russian, which is read there."""
    assert regions.by_code(school.session)[code].name_in("kk") == name
