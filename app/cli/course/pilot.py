"""`navigator course pilot`: how each item of a course did in the groups that try it out, and what to change."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from analytics import ShareEstimate
from analytics.items.review import FormReview, ItemReview
from app.cli.instance import WrongUse, opened, say
from app.services.figures.parts import called as called_in
from app.services.figures.pilots import Pilot, pilots_of
from app.services.figures.reporting import Scope
from app.store.programmes import releases
from app.store.programmes.programmes import zone_of_house
from app.wording import (
    LANGUAGES,
    Called,
    OptionText,
    Words,
    item_text,
    pilot_groups_sentence,
    pilot_notes,
    too_few_for_items,
)


def register(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Of each question before the course, in settled pilot groups: the share right, whether it goes with the "
        "others, what each answer drew, what to do. From 30 learners of a form on. Internal, not for publication."
    )
    add = parser.add_argument
    add("course", metavar="COURSE", help="the course's slug, such as smart-navigator")
    add("--json", action="store_true")
    add("--lang", choices=LANGUAGES, default="en", help="of the sentences")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints what pilots tell of the course's items, a test after the other. Raises WrongUse for an unknown course."""
    words = Words(args.lang)
    with opened(args) as database, database.reading() as session:
        if not releases.is_released(session, args.course):
            raise WrongUse(f"no course '{args.course}' was released here: write its slug, as in course.yaml")
        pilots, zone = pilots_of(session, Scope(is_whole=True), args.course), ZoneInfo(zone_of_house(session))
    record = {"course": args.course, "pilots": [_record(pilot, words) for pilot in pilots]}
    nothing = f"{args.course}: no pilot group yet. A facilitator ticks “This group is a pilot” when making a group."
    say(args, record, "\n\n".join("\n".join(_lines(pilot, words, zone)) for pilot in pilots) or nothing)
    return 0


def _record(pilot: Pilot, words: Words) -> dict[str, Any]:
    called = called_in(pilot.instrument, pilot.words, words)
    return {
        "structure": pilot.structure,
        "released_at": pilot.released_at.isoformat(),
        "settled": pilot.settled,
        "unsettled": pilot.unsettled,
        "learners": asdict(pilot.flow),
        "forms": [
            {
                "form": form.form,
                "n": form.n,
                "missing": form.missing,
                "items": [_item_record(item, called, words) for item in form.items],
                "notes": [*pilot_notes(words, form)] if form.items else [],
            }
            for form in pilot.forms
        ],
    }


def _item_record(item: ItemReview, called: Called, words: Words) -> dict[str, Any]:
    rest = item.item_rest
    return {
        "item": item.item,
        "difficulty": _share_record(item.difficulty),
        "item_rest": {"value": rest.value, "low": rest.low, "high": rest.high},
        "options": [
            {
                "option": one.option,
                "is_key": one.is_key,
                **_share_record(share),
                "lower": one.lower,
                "middle": one.middle,
                "upper": one.upper,
            }
            for one, share in zip(item.options.options, item.shares, strict=True)
        ],
        "remarks": [{"code": remark.code.value, "option": remark.option or None} for remark in item.remarks],
        "sentences": [*item_text(words, item, called).remarks],
    }


def _share_record(share: ShareEstimate) -> dict[str, float | None]:
    return {"count": share.count, "share": share.share, "low": share.low, "high": share.high}


def _lines(pilot: Pilot, words: Words, zone: ZoneInfo) -> Iterator[str]:
    called = called_in(pilot.instrument, pilot.words, words)
    title = pilot.title.get(words.language) or pilot.course
    yield f"{title} ({pilot.course}), {pilot.released_at.astimezone(zone).date()}, {pilot.structure[:12]}"
    yield pilot_groups_sentence(words, pilot.settled, pilot.unsettled, pilot.flow)
    yield words.gettext("Internal, not for publication.")
    for form in pilot.forms:
        yield ""
        yield from _form_lines(form, called, words)


def _form_lines(form: FormReview, called: Called, words: Words) -> Iterator[str]:
    name = words.gettext("Form %(form)s") % {"form": form.form}
    if not form.items:
        yield f"{name}: {too_few_for_items(words, form)}"
        return
    yield f"{name}, n = {words.number(form.n)}"
    yield from pilot_notes(words, form)
    for item in form.items:
        yield ""
        yield from _item_lines(item, called, words)


def _item_lines(item: ItemReview, called: Called, words: Words) -> Iterator[str]:
    _, text = words.gettext, item_text(words, item, called)
    yield f"{item.item}: {text.words}"
    rest = f"{text.rest} ({text.rest_interval})" if text.rest_interval else text.rest
    yield f"  {_('Right before')} {text.right} ({text.right_interval}); {_('Goes with the rest')} {rest}"
    yield from map(_option_line, text.options)
    yield from (f"  → {sentence}" for sentence in text.remarks)


def _option_line(option: OptionText) -> str:
    return f"  {'*' if option.is_key else ' '}{option.count:>4} {option.share:>5} ({option.interval})  {option.words}"
