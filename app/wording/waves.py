"""Forms, follow-up, statements and dose in plain sentences."""

from collections.abc import Iterator

from analytics import Estimate, GainReport, ShareEstimate
from analytics.gains.gain import GainEstimate
from analytics.report.followup import FollowUpReport
from app.wording.called import Called
from app.wording.figure_text import figure_text, interval_text
from app.wording.words import CLEAR, Words

BEFORE, AFTER = "follow_up.from_before.gain", "follow_up.from_after.gain"
LOWER = "follow_up.from_after.worse"
"""Places of the follow-up in the register: against the first test, against the second, and who fell back."""


def form_sentences(words: Words, report: GainReport) -> Iterator[str]:
    """Are the forms equally hard, and what changes when scores are made so."""
    _ = words.gettext
    forms = report.forms
    if forms is None:
        return
    difference = forms.test.difference
    values = {
        "first": forms.names[0],
        "second": forms.names[1],
        "margin": figure_text(words, "forms.test.margin", forms.test.margin),
    }
    if difference.value is None or difference.low is None or difference.high is None:
        yield (
            _("Whether forms %(first)s and %(second)s are equally hard could not be tested: too few took each.")
            % values
        )
        return
    values |= {
        "points": figure_text(words, "forms.test.difference.value", difference.value, is_signed=True),
        "span": interval_text(words, "forms.test.difference.low", difference.low, difference.high),
    }
    if forms.test.equivalent:
        yield (
            _(
                "Forms %(first)s and %(second)s are equally hard to within %(margin)s points (mean score on "
                "%(first)s less that on %(second)s: %(points)s, %(span)s)."
            )
            % values
        )
    elif forms.test.differ:
        yield (
            _(
                "Forms %(first)s and %(second)s are not equally hard: mean score on %(first)s less that on %(second)s: "
                "%(points)s points (%(span)s)."
            )
            % values
        )
    else:
        yield (
            _(
                "These figures cannot tell whether forms %(first)s and %(second)s are equally hard (mean score on "
                "%(first)s less that on %(second)s: %(points)s points, %(span)s)."
            )
            % values
        )
    if forms.raw is not None and forms.equated is not None:
        yield from _on_one_scale(words, forms.raw.share, forms.equated.share)


def _on_one_scale(words: Words, raw: float | None, equated: float | None) -> Iterator[str]:
    _ = words.gettext
    if raw is None or equated is None:
        return
    values = {
        "raw": figure_text(words, "forms.raw.share", raw),
        "equated": figure_text(words, "forms.equated.share", equated),
    }
    if values["raw"] == values["equated"]:
        yield _("With both forms put on one scale, the share improved stays at %(raw)s.") % values
    else:
        yield _("With both forms put on one scale, %(equated)s improved instead of %(raw)s.") % values


def follow_up_sentences(words: Words, report: GainReport) -> Iterator[str]:
    """What was kept, by those with all three tests."""
    _ = words.gettext
    found = report.follow_up
    if found is None or not (found.n or found.left):
        return
    if found.from_before.suppressed or found.from_after.suppressed:
        yield _("Hidden: someone could be recognised.")
        return
    yield words.ngettext(
        "%(n)s learner has taken the follow-up too. Others with both tests, whose follow-up closed without them: "
        "%(left)s.",
        "%(n)s learners have taken the follow-up too. Others with both tests, whose follow-up closed without them: "
        "%(left)s.",
        found.n,
    ) % {
        "n": words.number(found.n),
        "left": words.number(found.left),
    }
    gain, kept = found.from_before.gain, found.kept
    if gain is None or kept is None:
        return
    yield _("Their follow-up against their first test: %(mean)s points (%(span)s).") % {
        "mean": _gain(words, BEFORE, gain),
        "span": _interval(words, BEFORE, gain),
    }
    yield from _since(words, found)
    yield _kept(words, kept)
    yield from _lower(words, found)
    part = found.part_kept
    if part.value is None:
        yield _("What part of the gain was kept could not be shown.")
        return
    yield _("Of the gain, %(part)s was kept (%(span)s).") % {
        "part": figure_text(words, "follow_up.part_kept.value", part.value),
        "span": _interval(words, "follow_up.part_kept", part),
    }


def follow_up_in_short(words: Words, report: GainReport) -> Iterator[str]:
    """One line, with who lost as well as what is left; nothing where there was no follow-up or it is hidden."""
    found = report.follow_up
    if found is None or found.from_before.suppressed or found.from_after.suppressed:
        return
    gain, lower = found.from_before.gain, found.from_after.worse
    if gain is None:
        return
    values = {
        "n": words.number(found.n),
        "mean": _gain(words, BEFORE, gain),
        "span": _interval(words, BEFORE, gain),
    }
    said = words.ngettext(
        "Follow-up (%(n)s learner): %(mean)s points against the first test (%(span)s).",
        "Follow-up (%(n)s learners): %(mean)s points against the first test (%(span)s).",
        found.n,
    )
    if lower is not None and lower.count is not None and lower.share is not None:
        values |= {
            "count": words.number(lower.count),
            "share": figure_text(words, f"{LOWER}.share", lower.share),
            "lower": _interval(words, LOWER, lower),
        }
        said = words.ngettext(
            "Follow-up (%(n)s learner): %(mean)s points against the first test (%(span)s); %(count)s of %(n)s scored "
            "lower than right after the lessons, %(share)s (%(lower)s).",
            "Follow-up (%(n)s learners): %(mean)s points against the first test (%(span)s); %(count)s of %(n)s scored "
            "lower than right after the lessons, %(share)s (%(lower)s).",
            found.n,
        )
    due = words.ngettext(
        "%(left)s more with both tests did not take it though it was due.",
        "%(left)s more with both tests did not take it though it was due.",
        found.left,
    ) % {"left": words.number(found.left)}
    yield " ".join((said % values, *([due] if found.left else [])))


def _since(words: Words, found: FollowUpReport) -> Iterator[str]:
    """The change from the second test to the follow-up, most often a loss."""
    change = found.from_after.gain
    if change is not None:
        yield words.gettext("Their follow-up against their second test: %(mean)s points (%(span)s).") % {
            "mean": _gain(words, AFTER, change),
            "span": _interval(words, AFTER, change),
        }


def _lower(words: Words, found: FollowUpReport) -> Iterator[str]:
    """The other side of what was kept; nothing where it is not told."""
    lower = found.from_after.worse
    if lower is None or lower.count is None or lower.share is None:
        return
    yield words.gettext("Lower than right after the lessons: %(count)s of %(n)s, %(share)s (%(span)s).") % {
        "count": words.number(lower.count),
        "n": words.number(lower.n),
        "share": figure_text(words, f"{LOWER}.share", lower.share),
        "span": _interval(words, LOWER, lower),
    }


def _kept(words: Words, kept: ShareEstimate) -> str:
    return words.gettext("No lower than right after the lessons: %(count)s of %(n)s, %(share)s (%(span)s).") % {
        "count": words.number(kept.count or 0),
        "n": words.number(kept.n),
        "share": figure_text(words, "follow_up.kept.share", kept.share or 0),
        "span": _interval(words, "follow_up.kept", kept),
    }


def _gain(words: Words, of: str, gain: GainEstimate) -> str:
    """A mean gain; of: its place in the register."""
    return figure_text(words, f"{of}.mean", gain.mean, is_signed=True)


def _interval(words: Words, of: str, estimate: GainEstimate | ShareEstimate | Estimate) -> str:
    """Of what stands at this place in the register."""
    if estimate.low is None or estimate.high is None:
        return words.gettext("no interval can be given")
    return interval_text(words, f"{of}.low", estimate.low, estimate.high)


def statement_sentences(words: Words, report: GainReport, called: Called) -> Iterator[str]:
    """Each statement before and after."""
    _ = words.gettext
    for found in report.statements or ():
        name = called.statement(found.statement)
        of_all = found.total
        change = of_all.change
        if of_all.before is None or of_all.after is None or change is None:
            continue
        values = {
            "name": name,
            "before": figure_text(words, "statements.before", of_all.before),
            "after": figure_text(words, "statements.after", of_all.after),
            "change": _gain(words, "statements.change", change),
            "span": _interval(words, "statements.change", change),
            "n": words.number(of_all.n or 0),
        }
        t = of_all.tests.t if of_all.tests else None
        if t is None or t.p < CLEAR:
            yield _("“%(name)s”: from %(before)s to %(after)s of 5 (%(change)s; %(span)s; n = %(n)s).") % values
        else:
            yield (
                _(
                    "“%(name)s”: from %(before)s to %(after)s of 5; no change could be shown (%(change)s; %(span)s; "
                    "n = %(n)s)."
                )
                % values
            )


def dose_sentences(words: Words, report: GainReport) -> Iterator[str]:
    """Gain by lessons done, described."""
    _ = words.gettext
    dose = report.dose
    if dose is None:
        return
    if dose.mean_lessons is not None:
        yield _("Before the second test, %(lessons)s lessons were done on average.") % {
            "lessons": figure_text(words, "dose.mean_lessons", dose.mean_lessons)
        }
    given = [(step.lessons, step.gain) for step in dose.steps if step.gain is not None]
    if len(given) < 2:
        yield _("Too few learners did fewer lessons than others for their gains to be set beside each other.")
    else:
        listed = "; ".join(
            words.ngettext(
                "%(lessons)s lesson: %(gain)s (%(span)s; n = %(n)s)",
                "%(lessons)s lessons: %(gain)s (%(span)s; n = %(n)s)",
                lessons,
            )
            % {
                "lessons": words.number(lessons),
                "gain": _gain(words, "dose.steps.gain", gain),
                "span": _interval(words, "dose.steps.gain", gain),
                "n": words.number(gain.n),
            }
            for lessons, gain in given
        )
        yield _("Mean gain by lessons done: %(listed)s.") % {"listed": listed}
        if any(step.n is None for step in dose.steps):
            yield _("Hidden are other numbers of lessons: someone could be recognised.")
