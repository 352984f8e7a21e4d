"""What enters a publication, what it keeps of the one before, and what becomes of it."""

import json
from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import delete, select, update

from analytics.counts.ledger import Ledger
from analytics.disclosure import LEAST
from analytics.disclosure_rounding import SLACK, nearest
from app.exports import publication_name
from app.publishing import drafts, files, publications, upkeep
from app.publishing.content import Table, digest_of, packed, unpacked_ledgers
from app.publishing.files import Wish
from app.services.people import Grant, Role
from app.store import tables
from app.store.figures import publications as store
from app.store.figures.publication import Publication
from app.store.figures.selection import Scope
from app.store.steps import REVEAL
from app.store.tables import Audit, Partner, PublicationFile, Settlement
from app.wording import Words
from tests.app.publishing.conftest import Programmes, _at

pytestmark = pytest.mark.items(14)

WHOLE = Scope(is_whole=True)


def table(house: Programmes, made: Publication, by: str = "region") -> Table:
    result = house.content(made).parts[0].table(files.BY[by])
    assert result is not None
    return result


def regions(house: Programmes, made: Publication) -> list[object]:
    return [group.key for group in table(house, made).disclosed.report.groups]


def test_a_region_waits_until_its_new_groups_bring_eleven(house: Programmes) -> None:
    house.settle("KZ-61", 20, 20)
    house.settle("KZ-79", LEAST - 1)
    first = house.publish(2)
    assert regions(house, first) == ["KZ-61"]
    assert first.learner_count == 40

    house.settle("KZ-79", 1, day=3)
    second = house.publish(4)
    assert regions(house, second) == ["KZ-61", "KZ-79"]
    assert second.learner_count == 40 + LEAST


def test_whoever_looks_first_is_told_which_regions_wait(house: Programmes) -> None:
    house.settle("KZ-61", 20)
    house.settle("KZ-79", 4)
    house.settle("KZ-79", 5)
    assert house.draft(2).waiting == (drafts.Waiting("KZ-79", 2, 9),)


def test_new_groups_of_a_region_that_stands_wait_too(house: Programmes) -> None:
    house.settle("KZ-61", 20)
    house.settle("KZ-79", 20)
    house.publish(2)
    house.settle("KZ-61", LEAST - 1, day=3)
    house.settle("KZ-79", 20, day=3)
    assert house.publish(4).learner_count == 60


def test_a_few_do_not_enter_beside_a_group_whose_result_its_facilitator_has(house: Programmes) -> None:
    """The region's 21 less the PDF of the 12 would be the results of 9."""
    house.settle("KZ-61", 20, 20)
    house.settle("KZ-79", 12)
    house.settle("KZ-79", 9)
    assert house.draft(2).waiting == (drafts.Waiting("KZ-79", 1, 9),)
    first = house.publish(2)
    assert first.learner_count == 52

    house.settle("KZ-79", 30, day=3)
    assert house.draft(4).waiting == (drafts.Waiting("KZ-79", 1, 9),)
    house.settle("KZ-79", 2, day=3)
    assert house.publish(4).learner_count == 52 + 41


def test_a_few_do_not_carry_an_uneven_group_in(house: Programmes) -> None:
    house.settle("KZ-61", 20, 20)
    house.settle("KZ-79", 30, late=3)
    house.settle("KZ-79", 9)
    assert house.draft(2).waiting == (drafts.Waiting("KZ-79", 2, 39, is_uneven=True),)


def known_but_for_few(house: Programmes, made: Publication, reveal: int) -> list[tuple[object, object]]:
    """(split, group) of what a facilitator subtracts a reveal of so many from, to have the result of a few."""
    tables = house.content(made).parts[0].tables
    groups = [(of.variables, one) for of in tables for one in (*of.disclosed.report.groups, of.disclosed.report.total)]
    near = LEAST - 1 + SLACK
    return [(by, one.key) for by, one in groups if one.flow is not None and abs(one.flow.paired - reveal) <= near]


def test_whoever_saw_the_reveal_does_not_subtract_it_from_a_region_of_this_group_alone(house: Programmes) -> None:
    house.settle("KZ-61", 40, 40)
    house.settle("KZ-79", 30, late=3)
    first = house.publish(2)
    assert regions(house, first) == ["KZ-61"]
    assert not known_but_for_few(house, first, 27)

    house.settle("KZ-79", 40, day=3)
    second = house.publish(4)
    assert regions(house, second) == ["KZ-61", "KZ-79"]
    assert not known_but_for_few(house, second, 27)


def test_nor_from_what_a_region_that_stands_has_grown_by(house: Programmes) -> None:
    house.settle("KZ-61", 40, 40)
    house.publish(2)
    house.settle("KZ-61", 30, day=3, late=3)
    with pytest.raises(drafts.NothingToPublish) as fault:
        house.draft(4)
    assert fault.value.waiting == (drafts.Waiting("KZ-61", 1, 30, is_uneven=True),)


def test_nor_from_a_subgroup_of_this_group_alone(house: Programmes) -> None:
    house.settle("KZ-61", 40, 40)
    house.settle("KZ-79", 60, 40)
    house.settle("KZ-79", 14, 16, late=3, way="home")
    made = house.publish(2)
    assert not known_but_for_few(house, made, 27)
    assert table(house, made, "way").disclosed.is_split_dropped
    assert not table(house, made, "sex").disclosed.is_split_dropped


@pytest.mark.parametrize("late", [None, 0, LEAST, 20])
def test_a_group_alone_of_which_nobody_or_eleven_came_after_the_reveal_stands(
    house: Programmes, late: int | None
) -> None:
    """Of 20 nine were there at the reveal, of whom no figures were shown."""
    house.settle("KZ-61", 29, late=late, way="home")
    house.settle("KZ-79", 40, 40)
    made = house.publish(2)
    assert regions(house, made) == ["KZ-61", "KZ-79"]
    assert not table(house, made, "way").disclosed.is_split_dropped


@pytest.mark.parametrize("kind", ["left", "corrected"])
def test_a_group_alone_in_which_one_left_or_was_corrected_after_the_reveal_waits(house: Programmes, kind: str) -> None:
    session = house.school.session
    cohort_id = house.settle("KZ-61", 29, late=0)
    reveal = session.scalars(select(Settlement).where(Settlement.step == REVEAL)).one()
    ledger = Ledger.unpacked(reveal.ledger, "KZ-61", cohort_id)
    joint = ledger.total.parts["pre_post"]
    (first, second, *_) = zip(*joint.nonzero(), strict=True)
    joint[first] += 1
    joint[second] -= kind == "corrected"
    reveal.ledger = ledger.packed()
    session.flush()
    with pytest.raises(drafts.NothingToPublish):
        house.draft(2)


def test_a_group_that_settled_later_is_not_in_it(house: Programmes) -> None:
    house.settle("KZ-61", 20, day=1)
    house.settle("KZ-61", 30, day=3)
    assert house.draft(2).learners == 20
    assert house.draft(3).learners == 50


def test_new_follow_ups_wait_until_they_are_eleven(house: Programmes) -> None:
    house.settle("KZ-61", 30, follow_ups=20)
    house.publish(2)
    numbers = []
    for day, follow_ups in ((3, LEAST - 1), (5, 1)):
        house.settle("KZ-79", 30, day=day, follow_ups=follow_ups)
        after = table(house, house.publish(day + 1)).disclosed.report.follow_up
        assert after is not None
        numbers.append(after.n)
    assert numbers == [20, 20 + LEAST]


def late_of(house: Programmes, made: Publication) -> dict[object, tuple[int, int]]:
    """Late learners by region, and the others as a reader has them."""
    late = table(house, made).disclosed.report.late
    others = (one.disclosed.report.late for one in house.content(made).parts[0].tables if one.variables != ("region",))
    assert all(it is None or it.groups == () for it in others)
    return {one.key: (one.n, one.without.n) for one in late.groups if one.without} if late else {}


def test_the_table_of_regions_stands_with_and_without_late_learners(house: Programmes) -> None:
    house.settle("KZ-61", 40, sent_late=18)
    house.settle("KZ-79", 30)
    house.settle("KZ-75", 30, sent_late=12)
    made = house.publish(2)

    assert late_of(house, made) == {"KZ-61": (20, 20), "KZ-75": (10, 20)}, "rounded, as who was late in all"
    csv, xlsx = (files.write(house.school.session, made, Wish(form, "en")) for form in ("csv", "xlsx"))
    rows = [line.split(",") for line in csv.decode("utf-8-sig").splitlines() if ",late.without.share," in line]
    assert {row[2] for row in rows} == {"", "KZ-61", "KZ-75"}
    sheet = CalamineWorkbook.from_filelike(BytesIO(xlsx)).get_sheet_by_name("Figures").to_python()
    names, *figures = sheet[next(place for place, row in enumerate(sheet) if "by_region" in row) :]
    wide = {row[names.index("by_region")]: row[names.index("late_without_n")] for row in figures}
    assert wide == {"KZ-61": 20, "KZ-75": 20, "KZ-79": "", "": 70}


@pytest.mark.parametrize(
    ("late", "more"),
    [
        ((18, 3), 0),
        ((18, 35), 0),
        ((18, 12), 4),
        ((18, 12), 27),
    ],
    ids=["few late", "few others", "few new late", "few new others"],
)
def test_of_few_late_or_few_others_in_one_region_no_region_is_told_apart(
    house: Programmes, late: tuple[int, int], more: int
) -> None:
    for region, n in zip(("KZ-61", "KZ-79"), late, strict=True):
        house.settle(region, 40, sent_late=n)
    made = house.publish(2)
    if more:
        assert late_of(house, made) != {}
        house.settle("KZ-79", 30, day=3, sent_late=more)
        made = house.publish(4)

    assert late_of(house, made) == {}


def test_what_few_have_newly_said_of_the_course_is_not_told_by_subtraction(house: Programmes) -> None:
    house.settle("KZ-61", 30, reports=20)
    peers = [house.content(house.publish(2)).parts[0].peers]
    for day, reports in ((3, LEAST - 1), (5, 1)):
        house.settle("KZ-79", 30, day=day, reports=reports)
        peers.append(house.content(house.publish(day + 1)).parts[0].peers)
    assert peers == [(20, 40), (20, 40), (20 + LEAST, 2 * (20 + LEAST))]


@pytest.mark.parametrize(("others", "is_told"), [(0, True), (LEAST - 1, False), (LEAST, True)])
def test_who_was_late_in_a_few_other_groups_is_not_told_to_who_knows_those_of_one(
    house: Programmes, others: int, *, is_told: bool
) -> None:
    house.settle("KZ-61", 40, sent_late=20)
    house.settle("KZ-79", 40, sent_late=others)

    report = table(house, house.publish(2)).disclosed.report

    assert (report.late is not None) is is_told
    if report.late is not None:
        assert report.late.without is not None
        assert (report.late.n, report.late.without.n) == (nearest(20 + others), 80 - nearest(20 + others))


def test_nothing_is_published_where_nothing_is_new(house: Programmes) -> None:
    with pytest.raises(drafts.NothingToPublish):
        house.draft(1)
    house.settle("KZ-61", 20)
    house.publish(2)
    house.settle("KZ-61", 3, day=3)
    with pytest.raises(drafts.NothingToPublish):
        house.draft(4)


def test_a_day_is_not_before_that_of_the_last_and_not_to_come(house: Programmes) -> None:
    house.settle("KZ-61", 20)
    house.publish(5)
    for day in (date(2026, 4, 4), date(2026, 4, 7)):
        with pytest.raises(drafts.NotNow) as fault:
            drafts.draft(house.school.session, house.programme, day, home="", now=_at(6))
        assert (fault.value.earliest, fault.value.latest) == (date(2026, 4, 5), date(2026, 4, 6))


def test_a_group_that_grew_by_a_few_keeps_its_figures_and_says_of_when(house: Programmes) -> None:
    house.settle("KZ-61", 30, 20)
    house.settle("KZ-79", 30, 20)
    before = table(house, house.publish(2), "sex").disclosed.report.groups
    house.settle("KZ-61", 30, 3, day=3)
    now = table(house, house.publish(4), "sex")
    assert dict(now.as_of) == {"male": 1}
    groups = {group.key: group for group in now.disclosed.report.groups}
    assert groups["male"].flow == next(group for group in before if group.key == "male").flow
    assert groups["female"].flow is not None
    assert groups["female"].flow.paired == 90


def test_an_edition_is_named_by_its_number_where_a_group_keeps_its_figures(house: Programmes) -> None:
    house.settle("KZ-61", 30, 20)
    house.settle("KZ-79", 30, 20)
    house.publish(2)
    house.publish(2, is_correction=True, reason="a group was typed twice")
    house.settle("KZ-61", 30, 3, day=3)
    assert dict(table(house, house.publish(4), "sex").as_of) == {"male": 1}


def test_a_suppressed_group_has_no_figure_in_the_content(house: Programmes) -> None:
    house.settle("KZ-61", 60, 4)
    house.settle("KZ-79", 60, 40)
    made = house.publish(2)
    crossed = table(house, made, "region_sex").disclosed
    hidden = [group for group in crossed.report.groups if group.key in crossed.suppressed]
    assert all(group.suppressed and group.flow is None and group.gain is None for group in hidden)
    assert ("KZ-61", "male") in [group.key for group in hidden] or crossed.dropped or crossed.is_split_dropped


def test_what_is_read_is_what_was_written(house: Programmes) -> None:
    house.settle("KZ-61", 60, 12, follow_ups=30)
    house.settle("KZ-79", 3, 40)
    drafted = house.draft(2)
    made = publications.publish(house.school.session, drafted, by=None, now=_at(3))
    session = house.school.session
    assert house.content(made) == drafted.content
    assert unpacked_ledgers(store.ledgers_of(session, made.publication_id)) == drafted.ledgers
    stored = store.content_of(session, made.publication_id)
    assert made.digest == digest_of(stored) == packed(drafted.content).digest


def test_a_publication_is_made_of_its_content_alone(house: Programmes) -> None:
    session = house.school.session
    house.settle("KZ-61", 60, 12)
    made = house.publish(2)
    before = files.write(session, made, Wish("csv", "ru"))
    session.execute(delete(Settlement))
    session.execute(update(Partner).values(name="Renamed"))
    session.flush()
    assert files.write(session, made, Wish("csv", "ru")) == before
    assert "Renamed" not in files.write(session, made, Wish("csv", "ru", "partner")).decode()


def test_a_file_is_for_ever_the_one_that_was_made_first(house: Programmes) -> None:
    session, wish = house.school.session, Wish("csv", "kk", "sex")
    house.settle("KZ-61", 60, 12)
    made = house.publish(2)
    assert files.file_of(session, made, wish) is None
    assert files.give(session, made, wish, b"as it was", by=None, now=_at(3)) == b"as it was"
    assert files.give(session, made, wish, b"by a newer library", by=None, now=_at(4)) == b"as it was"
    assert files.file_of(session, made, wish) == b"as it was"
    assert files.file_of(session, made, Wish("csv", "ru", "sex")) is None


def test_a_file_says_of_which_publication_it_is(house: Programmes) -> None:
    house.settle("KZ-61", 60, 12)
    made = house.publish(2)
    ((_, cover),) = files.reports(house.school.session, made, "sex", Words("en"))
    assert cover.published is not None
    assert (cover.published.number, cover.published.edition, cover.published.digest) == (1, 1, made.digest)
    assert any("nearest 5" in rule for rule in cover.published.rules)


def test_no_two_groups_of_a_table_have_one_name_in_another_system(house: Programmes) -> None:
    house.settle("KZ-61", 60, 30)
    made = house.publish(2)
    for by in ("channel", "region_sex"):
        statements = json.loads(files.write(house.school.session, made, Wish("xapi", "en", by)))
        names = [one["actor"]["account"]["name"] for one in statements]
        assert len(names) == len(set(names)) == 3, by


def test_a_withdrawn_one_stays_listed_with_its_reason_and_gives_no_file(house: Programmes) -> None:
    session = house.school.session
    house.settle("KZ-61", 20)
    made = house.publish(2)
    publications.withdraw(session, made, by=None, now=_at(4), reason="A group was counted twice.")
    ((listed, _, _),) = store.list_of(session, WHOLE)
    assert listed.reason == "A group was counted twice."
    with pytest.raises(files.Withdrawn, match="counted twice"):
        files.file_of(session, listed, Wish("csv", "en"))


def test_a_correction_is_a_new_edition_of_what_counts_now_and_takes_the_old_one_back(house: Programmes) -> None:
    house.settle("KZ-61", 20)
    first = house.publish(2)
    house.settle("KZ-79", 20, day=2)
    second = house.publish(2, is_correction=True, reason="A group was missing.")
    assert (second.number, second.edition, second.learner_count) == (1, 2, 40)
    assert (first.number, first.edition, first.withdrawn_at) == (1, 1, None)
    former, _ = store.find(house.school.session, WHOLE, 1, 1) or pytest.fail("it is listed still")
    assert former.reason == "A group was missing."
    assert former.withdrawn_at is not None
    assert second.withdrawn_at is None


def test_what_settled_anew_counts_as_it_does_now(house: Programmes) -> None:
    cohort_id = house.settle("KZ-61", 20)
    house.publish(2)
    house.settle_anew(cohort_id, "KZ-61", 35)
    assert house.publish(2, is_correction=True, reason="settled anew").learner_count == 35


def test_who_publishes_upon_an_old_look_is_refused(house: Programmes) -> None:
    house.settle("KZ-61", 20)
    old = house.draft(2)
    house.publish(2)
    with pytest.raises(publications.Overtaken):
        publications.publish(house.school.session, old, by=None, now=_at(3))


def test_who_publishes_what_was_drafted_before_groups_settled_anew_is_refused(house: Programmes) -> None:
    """Else the next publication would not know that this one is of before."""
    cohort_id = house.settle("KZ-61", 30)
    old = house.draft(2)
    house.settle_anew(cohort_id, "KZ-61", 20)

    with pytest.raises(publications.Overtaken, match="counted anew"):
        publications.publish(house.school.session, old, by=None, now=_at(3))
    assert publications.publish(house.school.session, house.draft(2), by=None, now=_at(3)).learner_count == 20


def test_changed_bytes_are_seen(house: Programmes) -> None:
    session = house.school.session
    house.settle("KZ-61", 20)
    made = house.publish(2)
    files.give(session, made, Wish("csv", "en"), b"figures", by=None, now=_at(3))
    assert not [*upkeep.findings(session)]
    session.execute(update(tables.Publication).values(content=packed(house.draft(3, is_correction=True).content).data))
    session.execute(update(PublicationFile).values(data=b"other figures"))
    session.flush()
    where = ["publication 1, edition 1", "publication_file 1 csv en region"]
    assert [one.where for one in upkeep.findings(session)] == where


def test_every_deed_and_every_file_stands_in_the_audit(house: Programmes) -> None:
    session = house.school.session
    house.settle("KZ-61", 20)
    made = house.publish(2)
    files.give(session, made, Wish("csv", "en"), b"figures", by=house.school.facilitator_id, now=_at(3))
    house.publish(2, is_correction=True, reason="wrong")
    acts = session.scalars(select(Audit).where(Audit.act.startswith("publication")).order_by(Audit.audit_id))
    assert [(row.act, row.subject, row.staff_id) for row in acts] == [
        ("publication.make", "1", None),
        ("publication.file", "1", house.school.facilitator_id),
        ("publication.withdraw", "1", None),
        ("publication.correct", "1.2", None),
    ]


def test_m_and_e_officers_of_the_programme_or_of_all_may_publish() -> None:
    assert publications.may_publish([Grant(Role.ME_OFFICER)], 7)
    assert publications.may_publish([Grant(Role.ME_OFFICER, 7)], 7)
    assert not publications.may_publish([Grant(Role.ME_OFFICER, 8)], 7)
    assert not publications.may_publish([Grant(Role.PARTNER_LEAD, 7, 1), Grant(Role.ADMINISTRATOR)], 7)


@pytest.mark.parametrize(("name", "number"), [("3", (3, 1)), ("3.2", (3, 2)), ("x", None), ("3.x", None), ("", None)])
def test_a_publication_is_called_by_its_number_and_edition(name: str, number: tuple[int, int] | None) -> None:
    assert publications.number_of(name) == number
    if number:
        assert publication_name(*number) == name


@pytest.mark.parametrize("is_anew", [False, True])
def test_a_group_that_keeps_its_figures_may_have_lost_learners_where_groups_settled_anew(
    house: Programmes, *, is_anew: bool
) -> None:
    house.settle("KZ-61", 60, 40)
    house.publish(2)
    if is_anew:
        house.school.session.execute(update(Settlement).values(number=2, settled_at=_at(4)))
    house.settle("KZ-79", 40, 6, day=5)
    made = house.publish(6)
    (ledger,) = unpacked_ledgers(store.ledgers_of(house.school.session, made.publication_id)).values()
    boys = ledger[("sex",), ("male",)]
    assert (boys.number, boys.is_anew) == (1, is_anew)
