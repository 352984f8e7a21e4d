"""`navigator verify` and `navigator rebuild`: is all that is stored what it was, and can what was derived be mended?"""

import argparse
from collections.abc import Iterator
from typing import Any

from app.cli.instance import WrongUse, again, opened, say
from app.cli.progress import progress
from app.cli.verify_words import mend_words, row_name, table_name
from app.publishing import upkeep as published
from app.services.figures import upkeep
from app.services.figures.ledgers import Edited
from app.services.figures.verdicts import Verdict, verdicts
from app.store import instance
from app.wording import LANGUAGES, Words

NAMED = 20
"""So many groups and rows are named in words; `--json` names all."""


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="of the sentences")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    return verify(args) if args.command == "verify" else rebuild(args)


def verify(args: argparse.Namespace) -> int:
    """Compares derived figures with the stored answers, and seals with what they seal; returns 1 if any differ, else 0.

    Publications and the chain of the audit are checked too, and differences are printed with how to mend them: kinds
    and counts, and learners by the number in their group. Raises WrongUse if an update was cut off.
    """
    _ = Words(args.lang).gettext
    with opened(args) as database, database.reading() as session, progress(4) as begin:
        if instance.holds_secret(session):
            raise WrongUse(
                f"{instance.STILL_INSIDE}, an update was cut off: {again(args, 'init')} brings it to its end"
            )
        begin(_("working out anew what is kept"))
        findings = list(upkeep.findings(session))
        begin(_("reading what was published"))
        findings += published.findings(session)
        begin(_("comparing what was received with its seals"))
        findings += upkeep.wrong_seals(session)
        begin(_("following the list of what was done"))
        findings += upkeep.wrong_acts(session)
        end = upkeep.end_of_acts(session)
        erased = upkeep.count_erased(session)
        faults = verdicts(session, findings)
    record = {
        "findings": [_record(fault) for fault in faults],
        "erased_groups": erased,
        "acts": {"count": end[0], "head": end[1]} if end else None,
    }
    say(args, record, "\n".join(_lines(Words(args.lang), faults, erased, end)))
    return 1 if faults else 0


def _record(fault: Verdict) -> dict[str, Any]:
    return {
        "where": fault.table,
        "what": fault.what,
        "mend": fault.mend,
        "count": fault.count,
        "numbers": fault.numbers,
        "rows": fault.rows,
    }


def _lines(words: Words, faults: list[Verdict], erased: int, end: tuple[int, str] | None) -> Iterator[str]:
    _ = words.gettext
    if not faults:
        yield _("Every derived figure and score equals the stored answers, or what was frozen.")
    for fault in faults:
        yield from _of_fault(words, fault)
    if erased:
        yield words.ngettext(
            "%(num)s group has no answers any more: its time was over. Its counts stay, under seal.",
            "%(num)s groups have no answers any more: their time was over. Their counts stay, under seal.",
            erased,
        ) % {"num": words.number(erased)}
    if end:
        yield _("What was done, by whom: %(count)s entries, digest %(digest)s.") % {
            "count": words.number(end[0]),
            "digest": end[1],
        }
    else:
        yield _(
            "What was received was not compared with its seals, and the list of what was done was not checked "
            "to its end: both take the secret of this instance."
        )


def _of_fault(words: Words, fault: Verdict) -> Iterator[str]:
    """A line for the kind of fault, its rows below, what to do; what exactly is wrong is written in English alone."""
    _ = words.gettext
    exactly = f" ({fault.table}: {fault.what})" if words.language == "en" else ""
    yield f"{table_name(words, fault.table)}: {words.number(fault.count)}{exactly}"
    places = [
        _("group %(group)s, numbers %(numbers)s") % {"group": ref, "numbers": ", ".join(map(str, sorted(numbers)))}
        for ref, numbers in fault.numbers.items()
        if ref
    ]
    if "" in fault.numbers:
        places.append(_("somebody who is no longer in the database"))
    places += [row_name(words, row) for row in fault.rows if row != fault.table]
    yield from (f"  {place}" for place in places[:NAMED])
    if len(places) > NAMED:
        yield "  " + _("and %(count)s more: `--json` names all") % {"count": words.number(len(places) - NAMED)}
    yield "  " + _("To mend it: %(mend)s.") % {"mend": mend_words(words, fault.mend)}


def rebuild(args: argparse.Namespace) -> int:
    """Computes and stores all derived figures again, prints how many rows were wrong, and returns 0.

    Raises WrongUse, and changes nothing, if something frozen was edited by hand.
    """
    with opened(args) as database, database.writing() as session, progress(1) as begin:
        begin("making derived figures anew")
        try:
            wrong = upkeep.rebuild(session)
        except Edited as fault:
            raise WrongUse(
                f"nothing was made anew, since what is frozen was edited by hand: {fault}. Restore a backup"
            ) from fault
    words = Words(args.lang)
    made = words.ngettext(
        "Made anew; %(num)s row was wrong before.", "Made anew; %(num)s rows were wrong before.", wrong
    )
    say(args, {"wrong_rows": wrong}, made % {"num": words.number(wrong)})
    return 0
