"""Every file of a publication, made of its content when first asked for, and the same ever after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256

import msgspec

from analytics import Key
from app.exports import FORMATS, Activity, Cover, Destination, Filing, NeedsExtra, Published, Unfit
from app.publishing.content import Content, Part, Table, unpacked
from app.publishing.publications import note
from app.publishing.tables import SPLITS
from app.services import releases
from app.services.figures import reporting
from app.services.figures.reporting import Part as Report
from app.store import Session
from app.store.figures import publication_files, publications
from app.store.figures.publication import Publication
from app.wording import (
    Reception,
    Taught,
    Words,
    data_mark,
    disclosure_sentences,
    late_sentence,
    rounding_mark,
    value_name,
)
from courses import GRACE

BY: dict[str, tuple[str, ...]] = {"_".join(variables): variables for variables in SPLITS}
"""Tables by the name that stands in an address."""
FIRST = "region"


class NoSuchTable(ValueError):
    """Raised if a publication has no table with the split that was asked for."""


class Withdrawn(ValueError):
    """Raised if a file of a withdrawn publication is asked for; the message is the reason of the withdrawal."""


REFUSALS = (NoSuchTable, Withdrawn, Unfit, NeedsExtra)
"""Why somebody gets no file."""


@dataclass(frozen=True)
class Wish:
    """Says which file of a publication somebody wants.

    form: a key of FORMATS. by: a key of BY. activity, org_unit: what only the receiver knows, see Destination.
    """

    form: str
    language: str
    by: str = FIRST
    activity: Activity | None = None
    org_unit: str | None = None

    @property
    def destination(self) -> str:
        """The digest of activity and org_unit, which only the receiver knows; "" if both are None."""
        if self.activity is None and self.org_unit is None:
            return ""
        return sha256(msgspec.json.encode((self.activity, self.org_unit))).hexdigest()


def reports(session: Session, made: Publication, by: str, words: Words) -> list[tuple[Report, Cover]]:
    """Returns a publication's report and cover for each instrument, the newest first.

    by: a key of BY. Raises NoSuchTable if the publication has no table with that split. It reads only the content and
    the words of the releases.
    """
    content = content_of(session, made)
    return [
        _as_printed(_report(session, content, part, _table(part, by), digest=made.digest, words=words), made)
        for part in content.parts
    ]


def _as_printed(report: tuple[Report, Cover], made: Publication) -> tuple[Report, Cover]:
    """With what a publication prints that is not in its content: where the list of what was done ended."""
    gains, cover = report
    if cover.published is None or made.acts_count is None:
        return report
    published = replace(cover.published, acts_count=made.acts_count, acts_head=made.acts_head)
    return gains, replace(cover, published=published)


def content_of(session: Session, made: Publication) -> Content:
    """Returns the stored content of a publication, which is all that anybody may learn of it."""
    return unpacked(publications.content_of(session, made.publication_id))


def check_open(made: Publication) -> None:
    """Raises Withdrawn if the publication is withdrawn and so gives no files."""
    if made.withdrawn_at is not None:
        raise Withdrawn(made.reason)


def file_of(session: Session, made: Publication, wish: Wish) -> bytes | None:
    """Returns the file's bytes as it was first made, or None if it was not made yet. Raises Withdrawn."""
    check_open(made)
    return publication_files.get(session, made.publication_id, wish.form, wish.language, wish.by, wish.destination)


def write(session: Session, made: Publication, wish: Wish) -> bytes:
    """Makes the file from the publication's content and returns its bytes; nothing is stored.

    A withdrawn publication is not refused here: ask `file_of` or `check_open` first. Raises NoSuchTable, KeyError for
    an unknown form, and Unfit and NeedsExtra as `Format.write` does.
    """
    words = Words(wish.language)
    to = Destination(content_of(session, made).home, wish.activity, wish.org_unit)
    return FORMATS[wish.form].write(
        [(report.gains, cover) for report, cover in reports(session, made, wish.by, words)], words, to
    )


def give(session: Session, made: Publication, wish: Wish, data: bytes, *, by: int | None, now: datetime) -> bytes:
    """Stores a file unless one is stored already, writes into the audit who took it, and returns the stored one.

    data: from `file_of` or `write`. by: id of the member of staff; None for the command line. Raises Withdrawn.
    """
    publication_files.keep(session, made.publication_id, wish.form, wish.language, wish.by, wish.destination, data)
    first = file_of(session, made, wish) or data
    note_taken(session, made, wish, by=by, now=now)
    return first


def note_taken(session: Session, made: Publication, wish: Wish, *, by: int | None, now: datetime) -> None:
    """Writes into the audit who took a file of a publication. by: id of the member of staff; None: command line."""
    _note(session, "publication.file", made, wish, by=by, now=now)


def refuse(session: Session, made: Publication, wish: Wish, fault: Exception, *, by: int | None, now: datetime) -> None:
    """Writes into the audit who was refused a file of a publication, and why.

    fault: one of REFUSALS. by: id of the member of staff; None: command line.
    """
    act = "refusal.withdrawn" if isinstance(fault, Withdrawn) else "refusal.file"
    reason = {} if isinstance(fault, Withdrawn) else {"reason": type(fault).__name__}
    _note(session, act, made, wish, by=by, now=now, **reason)


def _note(
    session: Session, act: str, made: Publication, wish: Wish, *, by: int | None, now: datetime, **reason: str
) -> None:
    split = wish.by if wish.by in BY else ""  # what no table is called is anybody's words
    note(session, act, made, by=by, now=now, format=wish.form, split=split, language=wish.language, **reason)


def disclosures(content: Content, words: Words) -> list[tuple[tuple[str, ...], list[str]]]:
    """Returns, for each table of the newest instrument, its variables and sentences on what it suppresses or rounds."""
    names = content.names[words.language]
    return [
        (
            one.variables,
            list(
                disclosure_sentences(words, one.disclosed, dict(one.as_of), partial(_name, one.variables, names, words))
            ),
        )
        for one in content.parts[0].tables
    ]


def _table(part: Part, by: str) -> Table:
    table = part.table(BY[by]) if by in BY else None
    if table is None:
        raise NoSuchTable(f"a publication is split by {', '.join(BY)}, and not by '{by}'")
    return table


def _report(
    session: Session, content: Content, part: Part, table: Table, *, digest: str, words: Words
) -> tuple[Report, Cover]:
    release = releases.release_of_digest(session, part.release)
    gains, names = table.disclosed.report, content.names[words.language]
    keys: Iterable[Key] = {*(group.key for group in gains.groups if group.key is not None), *table.disclosed.suppressed}
    name = partial(_name, table.variables, names, words)
    report = Report(
        structure=part.structure,
        course=part.course,
        title=release.course.title,
        gains=gains,
        instrument=release.instrument,
        words=release.instrument_words,
    )
    group_names = {key: name((key,) if isinstance(key, str) else key) for key in keys}
    called = reporting.called(report, group_names, words)
    regions = tuple(sorted(names[code] for code in part.regions))
    spoken = release.instrument_words.get(words.language) or next(iter(release.instrument_words.values()))
    cover = Cover(
        source=release.course.title.get(words.language) or part.course,
        made_on=content.made_on,
        disaggregates=table.variables,
        names=group_names,
        rules=(late_sentence(words, GRACE.days),),
        data=data_mark(words, content.kind),
        course=part.course,
        months=part.months,
        items=called.items,
        options=called.options,
        statements=called.statements,
        reception=Reception(part.reactions, _taught(part), spoken.beside),
        programmes=(names[content.programme],),
        partners=tuple(sorted(names[ref] for ref in part.partners)),
        regions=regions,
        filing=Filing(
            content.programme if content.is_one_of_several else "",
            tuple(sorted({code[:2] for code in part.regions})),
            names,
        ),
        published=Published(
            content.number,
            content.edition,
            content.until_on,
            content.made_on,
            digest,
            tuple(disclosure_sentences(words, table.disclosed, dict(table.as_of), name)),
            rounding_mark(words) if table.disclosed.is_rounded else "",
        ),
        software=content.version,
    )
    return report, cover


def _name(variables: tuple[str, ...], names: Mapping[str, str], words: Words, values: tuple[str, ...]) -> str:
    """Of a group by its values; of the first alone where there are fewer."""
    each = (
        names.get(value) or value_name(words, variable, value)
        for variable, value in zip(variables, values, strict=False)
    )
    return " / ".join(each)


def _taught(part: Part) -> tuple[Taught, ...]:
    return () if part.peers is None else (Taught(None, *part.peers),)
