"""`navigator publish`: figures leave the house as a publication."""

import argparse
from collections.abc import Sequence
from datetime import date
from functools import partial

from analytics import LEAST
from app.cli.instance import Refusal, address_of, again, clock, opened, reason, say, settings
from app.cli.lottery import programme_of
from app.cli.progress import progress
from app.cli.publications import summary_of
from app.exports import publication_name
from app.publishing import drafts, files, publications
from app.publishing.drafts import Draft, Waiting
from app.services.cohorts import today_of
from app.wording import Words


def register(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Make a publication of all groups that have settled until a day. A region's new groups enter when together "
        f"they bring at least {LEAST} learners with both tests; one that changed by a few after its result was shown "
        "waits for a second. It cannot be changed, only withdrawn and corrected."
    )
    add = parser.add_argument
    add("--programme", metavar="ID", help="may be left out where there is one")
    add("--until", type=date.fromisoformat, metavar="DATE", help="the last day of settling, as 2026-01-31; else today")
    add(
        "--correct",
        type=reason,
        metavar="REASON",
        help="a new edition of the last number; the reason is told with the old one",
    )
    add("--preview", action="store_true", help="say what would be published, and write nothing")
    add("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Publishes all groups that have settled, or with --preview only prints what would be published; returns 0.

    With --correct it makes a new edition of the last number. Raises Refusal if there is nothing to publish, it may not
    be published now, or somebody else has published meanwhile.
    """
    config = settings(args)
    now, home = clock(config), address_of(config)
    with opened(args) as database, progress(2) as begin:
        begin("adding up what has settled")
        with database.reading() as session:
            programme = programme_of(session, args)
            until_on = args.until or today_of(programme, now)
        programme_id = programme.programme_id
        try:
            with database.reading() as session:
                drafted = drafts.draft(
                    session, programme, until_on, home=home, now=now, is_correction=args.correct is not None
                )
            if args.preview:
                say(args, _preview(drafted), _text(drafted))
                return 0
            begin("publishing")
            with database.writing() as session:
                made = publications.publish(session, drafted, by=None, now=now, reason=args.correct or "")
                about = summary_of(made, programme, None)
        except publications.REFUSALS as fault:
            note = partial(publications.refuse, programme_id=programme_id, fault=fault)
            lines = _waiting(fault.waiting) if isinstance(fault, drafts.NothingToPublish) else []
            raise Refusal("\n".join([str(fault), *lines]), note) from fault
    export = again(args, f"export FORMAT --publication {about['publication']}")
    say(args, about, f"Publication {about['publication']}, digest {made.digest}.\n{_text(drafted)}\nFiles: {export}")
    return 0


def _preview(drafted: Draft) -> dict[str, object]:
    content = drafted.content
    return {
        "publication": publication_name(content.number, content.edition),
        "until": content.until_on.isoformat(),
        "learners": drafted.learners,
        "tables": {"_".join(by): sentences for by, sentences in files.disclosures(content, Words("en"))},
        "waiting": [
            {"region": one.region, "groups": one.cohorts, "learners": one.pairs, "is_uneven": one.is_uneven}
            for one in drafted.waiting
        ],
    }


def _text(drafted: Draft) -> str:
    rows = files.disclosures(drafted.content, Words("en"))
    return "\n".join(
        [
            f"Groups settled until {drafted.content.until_on}: {drafted.learners} learners with both tests.",
            *(f"  {' x '.join(by)}: {' '.join(sentences) or 'everything, exactly.'}" for by, sentences in rows),
            *_waiting(drafted.waiting),
        ]
    )


def _waiting(groups: Sequence[Waiting]) -> list[str]:
    uneven = "; a few of the only one came, changed or went after its result was shown: alone they would be told"
    return [
        f"  {one.region}: wait for others: {one.cohorts} new groups, {one.pairs} learners with both tests"
        f"{uneven if one.is_uneven else ''}"
        for one in groups
    ]
