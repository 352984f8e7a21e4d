"""What the last publication tells of a region, for whoever reads one of its groups beside it."""

from app.publishing import publications
from app.publishing.regions import OfRegion, last_of_region
from app.store.figures.publication import Publication
from tests.app.publishing.conftest import Programmes

OTHER_TEST = "0" * 64


def of_region(house: Programmes, region: str, structure: str = "") -> OfRegion | None:
    school = house.school
    structure = structure or school.release.structure_digest
    return last_of_region(school.session, school.programme_id, region, structure)


def printed(house: Programmes, made: Publication, region: str) -> object:
    """The figures of the region as the publication's own table has them."""
    [table] = [table for table in house.content(made).parts[0].tables if table.variables == ("region",)]
    return next(group for group in table.disclosed.report.groups if group.key == region)


def test_a_region_is_told_as_the_last_publication_prints_it(house: Programmes) -> None:
    assert of_region(house, "KZ-61") is None, "nothing is published"
    house.settle("KZ-61", 14)
    house.settle("KZ-75", 12, 11)
    first = house.publish(2)
    house.settle("KZ-75", 20, 20, day=3)
    second = house.publish(4)

    of = of_region(house, "KZ-75")

    assert of is not None
    assert of.made == second
    assert of.figures == printed(house, second, "KZ-75") != printed(house, first, "KZ-75")
    assert of.figures.flow is not None
    assert of.figures.flow.paired == 63
    assert not of.is_rounded


def test_of_a_region_or_a_test_that_it_does_not_tell_nothing_is_told(house: Programmes) -> None:
    house.settle("KZ-61", 30)
    house.settle("KZ-75", 4)
    house.publish(2)

    assert [of and of.figures for of in (of_region(house, "KZ-75"), of_region(house, "KZ-61", OTHER_TEST))] == [
        None,
        None,
    ]


def test_where_the_last_publication_was_withdrawn_the_one_before_tells(house: Programmes) -> None:
    house.settle("KZ-61", 30)
    first = house.publish(2)
    house.settle("KZ-61", 20, day=3)
    second = house.publish(4)

    def withdraw(made: Publication) -> None:
        publications.withdraw(house.school.session, made, by=None, now=house.school.now, reason="typed twice")

    withdraw(second)
    of = of_region(house, "KZ-61")
    assert of is not None
    assert (of.made.number, of.figures) == (first.number, printed(house, first, "KZ-61"))

    withdraw(first)
    assert of_region(house, "KZ-61") is None
