"""`navigator settle`: count what a cohort has to tell, once and for all."""

import argparse
from datetime import datetime
from functools import partial

from app.cli.instance import Refusal, WrongUse, address_of, again, clock, opened, reason, say, settings
from app.cli.lottery import programme_of
from app.exports import publication_name
from app.publishing import drafts, publications
from app.services.figures import settling, settling_anew
from app.services.figures.changes import LEAST_CHANGES
from app.store import Database
from app.store.figures import settlements
from app.store.programmes import cohorts
from app.store.steps import COURSE, FOLLOW_UP
from app.wording import Words, retyped_sentence, too_few_sentence, waiting_sentence

EVERYWHERE = cohorts.Scope(everywhere=True)


def register(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "A group settles by itself when its second test has been closed for fourteen days, as long as the instance is "
        "served: what it has to tell enters the figures then, whole, and stays. Here by hand, or by cron."
    )
    add = parser.add_argument
    one = parser.add_mutually_exclusive_group(required=True)
    one.add_argument("group", nargs="?", metavar="GROUP", help="a group's id, to settle before it is due")
    one.add_argument("--due", action="store_true", help="every group that is due")
    one.add_argument(
        "--anew",
        action="store_true",
        help="count settled groups as they are today: those of which "
        f"{LEAST_CHANGES} learners or more would count otherwise",
    )
    add("--follow-up", action="store_true", help="with GROUP: its follow-up")
    add("--programme", metavar="ID", help="with --anew; may be left out where there is one")
    add("--region", metavar="CODE", help="with --anew: of this region alone, such as KZ-61")
    add(
        "--edition",
        type=reason,
        metavar="REASON",
        help="with --anew: everything, however few have changed, and with it a new edition of the last publication; "
        "the reason is told with the old one",
    )
    add("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    now = clock(settings(args))
    with opened(args) as database:
        if args.due:
            count = settling.settle_due(database, now)
            say(args, {"settled": count}, f"{count} settled.")
        elif args.anew:
            _anew(args, database, now)
        else:
            _settle(args, database, now)
    return 0


def _settle(args: argparse.Namespace, database: Database, now: datetime) -> None:
    with database.writing() as session:
        cohort = cohorts.get(session, args.group, EVERYWHERE)
        if cohort is None:
            raise WrongUse(f"there is no group '{args.group}'")
        refuse = partial(settling.refuse, cohort_id=cohort.cohort_id)
        try:
            made = settling.settle(session, cohort.cohort_id, FOLLOW_UP if args.follow_up else COURSE, now=now)
        except settling.NotOver as fault:
            raise Refusal(
                "its test is open, or was closed less than ten minutes ago; and a follow-up comes after the course",
                partial(refuse, fault=fault),
            ) from fault
        if made is None:
            refuse(session, fault=settling.DoneAlready(), by=None, now=now)
        learners = made.learner_count if made else 0
    text = f"Settled, {learners} learners." if made else "Nothing to do: it has settled, or nobody is in it."
    say(args, {"settled": int(made is not None), "learners": learners}, text)


def _anew(args: argparse.Namespace, database: Database, now: datetime) -> None:
    if args.edition is not None:
        _with_edition(args, database, now)
        return
    words = Words("en")
    with database.writing() as session:
        programme_id = programme_of(session, args).programme_id
        if args.region is not None and args.region not in settlements.count_settled(session, programme_id):
            raise WrongUse(f"no group has settled in '{args.region}'")
        changes = [of for of in settling_anew.list_changes(session, programme_id) if of.region is not None]
        try:
            count = settling_anew.settle_anew(session, programme_id, args.region, now=now)
        except settling_anew.TooFewChanges as fault:
            raise Refusal(
                f"{too_few_sentence(words, LEAST_CHANGES)} ({again(args, 'settle --anew --edition REASON')})",
                partial(settling_anew.refuse_anew, programme_id=programme_id, region=args.region, fault=fault),
            ) from fault
    waiting = {of.region: of.waiting for of in changes if of.waiting and args.region in (None, of.region)}
    lines = [f"{region}: {waiting_sentence(words, groups, LEAST_CHANGES)}" for region, groups in waiting.items()]
    say(
        args,
        {"settled_anew": count, "waiting": waiting},
        "\n".join([f"{count} settled anew.", retyped_sentence(words), *lines]),
    )


def _with_edition(args: argparse.Namespace, database: Database, now: datetime) -> None:
    """Both or neither."""
    if args.region is not None:
        raise WrongUse("a new edition is of everything: leave --region out")
    home = address_of(settings(args))
    with database.writing() as session:
        programme = programme_of(session, args)
        programme_id = programme.programme_id
        count = sum(settlements.count_settled(session, programme_id).values())
        try:
            made = publications.correct_everything(
                session,
                programme,
                by=None,
                now=now,
                reason=args.edition,
                home=home,
                after=settlements.last_anew(session, programme_id),
            )
        except drafts.NothingToPublish as fault:
            raise Refusal(
                f"{fault}: without one, figures are counted anew from {LEAST_CHANGES} changes on",
                partial(publications.refuse, programme_id=programme_id, fault=fault),
            ) from fault
        except settling_anew.DoneAlready as fault:
            raise Refusal(
                "somebody has counted it anew meanwhile: look at the publications first",
                partial(settling_anew.refuse_anew, programme_id=programme_id, region=None, fault=fault),
            ) from fault
        name = publication_name(made.number, made.edition)
    text = f"{count} settled anew. Publication {name} is made.\n{retyped_sentence(Words('en'))}"
    say(args, {"settled_anew": count, "publication": name}, text)
