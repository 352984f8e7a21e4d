"""`navigator verify` and `navigator rebuild`: is all that is stored what it was, and can what was derived be mended?"""

import argparse

from app.cli.instance import WrongUse, again, opened, say
from app.cli.progress import progress
from app.publishing import upkeep as published
from app.services.figures import upkeep
from app.services.figures.ledgers import Edited
from app.store import instance


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    return verify(args) if args.command == "verify" else rebuild(args)


def verify(args: argparse.Namespace) -> int:
    """Compares derived figures with the stored answers, and seals with what they seal; returns 1 if any differ, else 0.

    Publications and the chain of the audit are checked too, and differences are printed with how to mend them. Raises
    WrongUse if an update was cut off.
    """
    with opened(args) as database, database.reading() as session, progress(4) as begin:
        if instance.holds_secret(session):
            raise WrongUse(
                f"{instance.STILL_INSIDE}, an update was cut off: {again(args, 'init')} brings it to its end"
            )
        begin("working out anew what is kept")
        findings = list(upkeep.findings(session))
        begin("reading what was published")
        findings += published.findings(session)
        begin("comparing what was received with its seals")
        findings += upkeep.wrong_seals(session)
        begin("following the list of what was done")
        findings += upkeep.wrong_acts(session)
        end = upkeep.end_of_acts(session)
        erased = upkeep.count_erased(session)
    lines = [f"{finding.where}: {finding.what}. To mend it: {finding.mend}." for finding in findings]
    lines = lines or ["Every derived figure and score equals the stored answers, or what was frozen."]
    if erased:
        lines.append(
            f"{erased} groups have no answers any more: their time was over. Their counts are held by the seal."
        )
    if end:
        lines.append(f"What was done, by whom: {end[0]} entries, digest {end[1]}.")
    else:
        lines.append(
            "What was received could not be compared with its seals, and what was done, by whom, not be checked to its "
            "end: that takes the secret of this instance."
        )
    record = {
        "findings": [vars(finding) for finding in findings],
        "erased_groups": erased,
        "acts": {"count": end[0], "head": end[1]} if end else None,
    }
    say(args, record, "\n".join(lines))
    return 1 if findings else 0


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
    say(args, {"wrong_rows": wrong}, f"Made anew; {wrong} {'row was' if wrong == 1 else 'rows were'} wrong before.")
    return 0
