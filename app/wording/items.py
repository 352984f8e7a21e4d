"""What items tell: what was learned, what most still get wrong, and whether the test can be trusted."""

from collections.abc import Iterator, Sequence

from analytics import GainReport, NoteCode
from analytics.items.changes import ItemChange
from analytics.items.distractors import Distractors, OptionFigures
from analytics.items.misfit import POOR
from analytics.report.items import POST, PRE
from app.wording.called import Called
from app.wording.figure_text import figure_text, interval_text
from app.wording.labels import value_name
from app.wording.words import CLEAR, Words

BLANK, UNSURE = "blank", "unsure"
"""What a sheet without an answer, and "I am not sure", are called among the options of an item."""
MOST_NAMED = 3
"""Items named one by one."""
WORTH_NAMING = 0.1
"""Share that chose a wrong option from which it is named."""
ENOUGH_FOR_ONE = 0.9
"""Reliability from which a score may decide something of one learner. Nunnally 1978, Psychometric Theory, p. 246."""


def item_sentences(words: Words, report: GainReport, called: Called) -> Iterator[str]:
    """Yields sentences on which items changed, which most still get wrong, and which wrong options attract them."""
    yield from _changes(words, report, called)
    yield from _still_wrong(words, report, called)


def author_sentences(words: Words, report: GainReport, called: Called) -> Iterator[str]:
    """Yields sentences for a test's author: reliability, items and options that fail, items harder for some groups."""
    yield from _reliability(words, report)
    yield from _misfits(words, report, called)
    yield from _draw_the_able(words, report, called)
    yield from _marked_lines(words, report, called)
    yield from _harder_for_some(words, report, called)


def _reliability(words: Words, report: GainReport) -> Iterator[str]:
    """How far scores tell learners apart, and whether that is enough to judge one of them by."""
    _ = words.gettext
    known = [one for one in report.reliability or () if one.alpha.value is not None and one.alpha.low is not None]
    for scale in known:
        alpha = scale.alpha
        yield _("Scores of the %(wave)s are reliable to %(alpha)s (%(span)s; 1 is without error).") % {
            "wave": wave_name(words, scale.wave, scale.form),
            "alpha": figure_text(words, "reliability.alpha.value", alpha.value or 0),
            "span": interval_text(words, "reliability.alpha.low", alpha.low or 0, alpha.high or 0),
        }
    if any((scale.alpha.value or 0) < ENOUGH_FOR_ONE for scale in known):
        yield _(
            "Under %(enough)s a score is too unsure to judge one learner by; means of many learners are not touched by "
            "that."
        ) % {"enough": figure_text(words, "reliability.alpha.value", ENOUGH_FOR_ONE)}


def wave_name(words: Words, wave: str, form: str = "") -> str:
    """Returns the reader's name of a test, "first test" or "second test", with the form if one is named."""
    _ = words.gettext
    name = {PRE: _("first test"), POST: _("second test")}.get(wave, wave)
    return _("%(test)s, form %(form)s") % {"test": name, "form": form} if form else name


def _changes(words: Words, report: GainReport, called: Called) -> Iterator[str]:
    _ = words.gettext
    changes = report.items.changes if report.items else ()
    known = [change for change in changes if change.difference.value is not None]
    tested = [change for change in known if change.adjusted is not None]
    if changes and report.method.retest.same_items is False:
        yield _(
            "The second test asked each learner different questions, so these figures show how hard each item was "
            "before and after, and not who learned or lost it."
        )
    elif changes and report.method.retest.same_items is None:
        yield _(
            "It is not known that both tests asked the same questions, so these figures show how hard each item was "
            "before and after, and not who learned or lost it."
        )
    if tested:
        yield from _by_more_than_chance(words, known, called)


def _has(change: ItemChange, code: NoteCode) -> bool:
    return any(note.code is code for note in change.notes)


def _by_more_than_chance(words: Words, changes: Sequence[ItemChange], called: Called) -> Iterator[str]:
    """told: items whose change is shown, with a test or with none since nobody's change differs from another's."""
    _ = words.gettext
    tested = [change for change in changes if change.adjusted is not None]
    better = [c.item for c in tested if (c.adjusted or 0) < CLEAR and (c.difference.value or 0) > 0]
    worse = [c.item for c in tested if (c.adjusted or 0) < CLEAR and (c.difference.value or 0) < 0]
    alike = [c.item for c in changes if _has(c, NoteCode.NO_SPREAD) and c.difference.value]
    unclear = [c.item for c in changes if c.item not in (*better, *worse, *alike)]
    yield (
        _("Items answered better the second time, by more than chance: %(better)s of %(items)s.")
        % {"items": words.number(len(changes)), "better": words.number(len(better))}
    )
    if unclear:
        yield _("No change could be shown in: %(items)s.") % {"items": _listed(words, unclear, called)}
    if alike:
        yield _("Changed alike for every learner, so there is no test: %(items)s.") % {
            "items": _listed(words, alike, called)
        }
    if worse:
        yield _("Answered worse the second time, by more than chance: %(items)s.") % {
            "items": _listed(words, worse, called)
        }


def _still_wrong(words: Words, report: GainReport, called: Called) -> Iterator[str]:
    _ = words.gettext
    changes = [c for c in (report.items.changes if report.items else ()) if c.after.share is not None]
    if not changes:
        return
    hardest = sorted(changes, key=lambda change: change.after.share or 0)[:MOST_NAMED]
    wrong = [change for change in hardest if (change.after.share or 0) < 0.5]
    named = "; ".join(
        f"{called.item_in_a_sentence(words, c.item)} ({figure_text(words, 'items.after.share', c.after.share or 0)})"
        for c in wrong or hardest
    )
    if wrong:
        yield _("Most still get these wrong after the lessons (share right): %(items)s.") % {"items": named}
    else:
        yield _("The hardest after the lessons (share right): %(items)s.") % {"items": named}
    yield from _what_holds_them(words, report, called)


def _what_holds_them(words: Words, report: GainReport, called: Called) -> Iterator[str]:
    """The wrong option that most choose after the lessons, of the items in which it is chosen most."""
    _ = words.gettext
    waves = [wave for wave in report.distractors or () if wave.wave == POST]
    after = [options for wave in waves for options in wave.items if not options.has_lines]
    strongest = [(_ahead(options.options), options.item) for options in after]
    named = sorted((-(option.share or 0), item, option.option) for option, item in strongest if option is not None)
    for share, item, choice in named[:MOST_NAMED]:
        values = {
            "item": called.item_in_a_sentence(words, item),
            "share": figure_text(words, "distractors.items.options.share", -share),
            "option": called.option(item, choice),
        }
        if choice == UNSURE:
            yield _("%(item)s: %(share)s are not sure, more than chose any one wrong answer.") % values
        else:
            yield _("%(item)s: %(share)s chose “%(option)s”, more than any other wrong answer.") % values


def _ahead(options: Sequence[OptionFigures]) -> OptionFigures | None:
    """The wrong option that is chosen more than any other, if it is worth naming; None where two are even."""
    wrong = sorted(
        (option for option in options if not option.is_key and option.option != BLANK), key=lambda o: -(o.share or 0)
    )
    if not wrong or (wrong[0].share or 0) < WORTH_NAMING or (wrong[1:] and wrong[0].share == wrong[1].share):
        return None
    return wrong[0]


def _misfits(words: Words, report: GainReport, called: Called) -> Iterator[str]:
    _ = words.gettext
    for wave in report.items.waves if report.items else ():
        if wave.misfits:
            yield _(
                "On the %(wave)s (n = %(n)s) these items go with the others worse than they should, a correlation "
                "under %(poor)s by more than chance (Holm), and may measure something else: %(items)s."
            ) % {
                "wave": wave_name(words, wave.wave, wave.form),
                "n": words.number(wave.n),
                "poor": figure_text(words, "item_waves.items.item_rest", POOR),
                "items": _listed(words, [called.of_form(item, wave.form) for item in wave.misfits], called),
            }


def _draw_the_able(words: Words, report: GainReport, called: Called) -> Iterator[str]:
    """Of the best third, more chose a wrong answer than the right one, by more than chance."""
    _ = words.gettext
    for wave in report.distractors or ():
        for item in wave.items:
            key = next((option.upper for option in item.options if option.is_key), None)
            for option in item.options:
                if not option.draws_the_able or option.above_key is None or option.option in (BLANK, UNSURE):
                    continue
                yield _(
                    "%(item)s (%(wave)s): of the best third (n = %(n)s) %(share)s chose the wrong answer “%(option)s” "
                    "and %(key)s the right one (%(p)s, Holm). Look at the key and the words."
                ) % {
                    "item": called.item_in_a_sentence(words, item.item),
                    "wave": wave_name(words, wave.wave),
                    "n": words.number(item.thirds[2]),
                    "share": figure_text(words, "distractors.items.options.upper", option.upper or 0),
                    "option": called.option(item.item, option.option),
                    "key": figure_text(words, "distractors.items.options.upper", key or 0),
                    "p": words.p_equals(option.above_key),
                }


def _marked_lines(words: Words, report: GainReport, called: Called) -> Iterator[str]:
    """What each line drew on the second test: of a set the options say nothing by which one was chosen."""
    _ = words.gettext
    items = [item for wave in report.distractors or () if wave.wave == POST for item in wave.items if item.has_lines]
    for item in (one for one in items if one.options):
        values = {"item": called.item_in_a_sentence(words, item.item), "n": words.number(item.n)}
        marked, others = (
            _shares(words, item, called, [one for one in item.options if one.is_key is is_key])
            for is_key in (True, False)
        )
        yield _("%(item)s (second test, n = %(n)s): of the lines to be marked, %(lines)s.") % {
            **values,
            "lines": marked,
        }
        yield _("%(item)s: of all that is not to be marked, %(lines)s.") % {**values, "lines": others}
    if any(item.options for item in items):
        yield _(
            "Each learner may mark several lines of such an item, so the shares of its lines do not add up to 100 %."
        )


def _shares(words: Words, item: Distractors, called: Called, options: Sequence[OptionFigures]) -> str:
    _ = words.gettext
    return ", ".join(
        _("“%(option)s” %(share)s")
        % {
            "option": called.option(item.item, one.option),
            "share": figure_text(words, "distractors.items.options.share", one.share or 0),
        }
        for one in options
    )


def _harder_for_some(words: Words, report: GainReport, called: Called) -> Iterator[str]:
    _ = words.gettext
    compared = [one for one in report.dif or () if one.found.items]
    has_any = False
    for one in compared:
        for item in one.found.items:
            if item.ets is None or item.ets.value != "c" or item.delta is None:
                continue
            has_any = True
            harder, easier = (one.focal, one.reference) if item.delta < 0 else (one.reference, one.focal)
            yield (
                _(
                    "%(item)s is much harder for %(harder)s than for %(easier)s with the same score (Mantel–Haenszel, "
                    "class C): look at its words."
                )
                % {
                    "item": called.item_in_a_sentence(words, called.of_form(item.item, one.form)),
                    "harder": value_name(words, one.variable, harder),
                    "easier": value_name(words, one.variable, easier),
                }
            )
    if compared and not has_any:
        yield _("No item was found to be much harder for one subgroup than for another with the same score.")


def _listed(words: Words, items: Sequence[str], called: Called) -> str:
    """The first few by name, and how many more."""
    _ = words.gettext
    named = ", ".join(called.item_in_a_sentence(words, item) for item in items[: 2 * MOST_NAMED])
    more = len(items) - 2 * MOST_NAMED
    return named if more <= 0 else _("%(named)s and %(more)s more") % {"named": named, "more": words.number(more)}
