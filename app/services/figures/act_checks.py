"""Checks that the list of what was done is what it was: no act changed, taken out, put in or cut off."""

from collections import defaultdict
from collections.abc import Iterator

from app.store import SecretFault, Session, audit_chain
from app.store.audit_chain import Link, Place
from app.store.figures import publication_heads


def faults(session: Session) -> Iterator[tuple[str, str]]:
    """Yields (row, what is wrong) for each entry of the audit that was changed, moved, removed or added by hand.

    Yields nothing without the instance's secret, which the check needs. Memory does not grow with the number of
    entries.
    """
    try:
        began = audit_chain.began_anew_at(session)
        yield from ((f"audit {audit_id}", "not in the chain of acts") for audit_id in audit_chain.list_loose(session))
        yield from _faults_of_links(session, began)
    except SecretFault:
        return


def _faults_of_links(session: Session, began: int) -> Iterator[tuple[str, str]]:
    printed, last, least = _printed(session), audit_chain.FIRST, audit_chain.sealed_head(session)
    for place in audit_chain.walk(session):
        yield from _faults_of(place, last, is_checked=place.link.number >= began)
        if place.link.number == last.number and not place.is_right:
            continue
        last = place.link
        for name, digest in printed.pop(last.number, ()):
            if last.short_digest != digest:
                what = f"acts_count and acts_head are not those of act {last.number}, audit {place.audit_id}"
                yield f"publication {name}", what
    yield from _faults_of_end(least, last, audit_chain.sealed_head(session))
    for number, names in sorted(printed.items()):
        for name, _digest in names:
            yield f"publication {name}", f"acts_count is {number}, and that act is missing"


def _faults_of_end(least: Link | None, last: Link, most: Link | None) -> Iterator[tuple[str, str]]:
    """least, most: the end before and after the acts were read, for others go on writing."""
    if least is None or most is None:
        yield "audit_head", "not the end of the list of acts as it was written"
    elif least.number > last.number:
        yield "audit", _missing(last.number + 1, least.number)
    elif last.number > most.number or (last.number == most.number and last != most):
        yield "audit_head", f"ends with act {most.number}, and the list with {last.number}, or with another digest"


def _faults_of(place: Place, last: Link, *, is_checked: bool) -> Iterator[tuple[str, str]]:
    number = place.link.number
    if number > last.number + 1:
        yield "audit", _missing(last.number + 1, number - 1)
    elif number == last.number:
        yield f"audit {place.audit_id}", f"number is {number}, as of the act before"
    elif is_checked and not place.is_right:
        yield f"audit {place.audit_id}", "not what was written, or not after what is before it now"
    if place.has_edited_head:
        yield f"audit {place.audit_id}", "the end of the list had been edited before it: acts may have been cut off"


def _missing(first: int, last: int) -> str:
    return f"act {first} is missing" if first == last else f"acts {first} to {last} are missing"


def _printed(session: Session) -> dict[int, list[tuple[str, str]]]:
    """Names of publications with the digest that they print, by the number of its act."""
    printed = defaultdict[int, list[tuple[str, str]]](list)
    for name, number, head in publication_heads.list_heads(session):
        printed[number].append((name, head))
    return printed
