"""Forms, follow-up, statements and dose in plain sentences."""

from collections.abc import Iterator

from analytics import Estimate, GainReport, ShareEstimate
from analytics.gains.gain import GainEstimate
from analytics.report.followup import FollowUpReport
from app.wording.called import Called
from app.wording.figure_text import figure_text, interval_text
from app.wording.words import CLEAR, Words

BEFORE, AFTER = "follow_up.from_before.gain", "follow_up.from_after.gain"
LOWER, HIGHER = "follow_up.from_after.worse", "follow_up.from_before.improved"
"""Places of the follow-up in the register: against the first test, against the second, who fell back since the second,
and who is still higher than on the first."""


def form_sentences(words: Words, report: GainReport) -> Iterator[str]:
    """Yields sentences on whether the forms are equally hard, and on the share improved if scores are equated.

    If too few took each form, one sentence says so; nothing if the report does not compare forms.
    """
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
    """Yields sentences on how much of the gain remained at the follow-up, for those with all three tests."""
    _ = words.gettext
    follow_up = report.follow_up
    if follow_up is None or not (follow_up.n or follow_up.left):
        return
    if follow_up.from_before.suppressed or follow_up.from_after.suppressed:
        yield _("Hidden: someone could be recognised.")
        return
    yield words.ngettext(
        "%(n)s learner has taken the follow-up too. Others with both tests, whose follow-up closed without them: "
        "%(left)s.",
        "%(n)s learners have taken the follow-up too. Others with both tests, whose follow-up closed without them: "
        "%(left)s.",
        follow_up.n,
    ) % {
        "n": words.number(follow_up.n),
        "left": words.number(follow_up.left),
    }
    yield from _without_follow_up(words, report, follow_up)
    gain, not_lower = follow_up.from_before.gain, follow_up.kept
    if gain is None or not_lower is None:
        return
    yield from _still_higher(words, follow_up)
    yield _("Their follow-up against their first test: %(mean)s points (%(span)s).") % {
        "mean": _gain(words, BEFORE, gain),
        "span": _interval(words, BEFORE, gain),
    }
    yield from _right_after(words, report, follow_up)
    yield from _since(words, follow_up)
    yield _share_not_lower(words, not_lower)
    yield from _lower(words, follow_up)
    part = follow_up.part_kept
    if part.value is None:
        yield _("What part of the gain was kept could not be shown.")
        return
    yield _("Of the gain, %(part)s was kept (%(span)s).") % {
        "part": figure_text(words, "follow_up.part_kept.value", part.value),
        "span": _interval(words, "follow_up.part_kept", part),
    }


def follow_up_in_short(words: Words, report: GainReport) -> Iterator[str]:
    """Yields one line on the follow-up: the gain since the first test and who fell back; nothing if suppressed."""
    follow_up = report.follow_up
    if follow_up is None or follow_up.from_before.suppressed or follow_up.from_after.suppressed:
        return
    gain, lower = follow_up.from_before.gain, follow_up.from_after.worse
    if gain is None:
        return
    values = {
        "n": words.number(follow_up.n),
        "mean": _gain(words, BEFORE, gain),
        "span": _interval(words, BEFORE, gain),
    }
    sentence = words.ngettext(
        "Follow-up (%(n)s learner): %(mean)s points against the first test (%(span)s).",
        "Follow-up (%(n)s learners): %(mean)s points against the first test (%(span)s).",
        follow_up.n,
    )
    if lower is not None and lower.count is not None and lower.share is not None:
        values |= {
            "count": words.number(lower.count),
            "share": figure_text(words, f"{LOWER}.share", lower.share),
            "lower": _interval(words, LOWER, lower),
        }
        sentence = words.ngettext(
            "Follow-up (%(n)s learner): %(mean)s points against the first test (%(span)s); %(count)s of %(n)s scored "
            "lower than right after the lessons, %(share)s (%(lower)s).",
            "Follow-up (%(n)s learners): %(mean)s points against the first test (%(span)s); %(count)s of %(n)s scored "
            "lower than right after the lessons, %(share)s (%(lower)s).",
            follow_up.n,
        )
    due = words.ngettext(
        "%(left)s more missed it.",
        "%(left)s more missed it.",
        follow_up.left,
    ) % {"left": words.number(follow_up.left)}
    higher = _still_higher(words, follow_up)
    yield " ".join((sentence % values, *higher, *([due] if follow_up.left else [])))


def _still_higher(words: Words, follow_up: FollowUpReport) -> Iterator[str]:
    """Of those who came to the follow-up; nothing where it is not told."""
    improved = follow_up.from_before.improved
    if improved is None or improved.count is None or improved.share is None:
        return
    sentence = words.gettext("Higher than on the first test: %(count)s of %(n)s, %(share)s (%(span)s).")
    yield sentence % _values_of(words, HIGHER, improved)


def _without_follow_up(words: Words, report: GainReport, follow_up: FollowUpReport) -> Iterator[str]:
    """Why the others with both tests are not in it, as far as that is known."""
    flow = report.total.flow
    rest = 0 if flow is None else flow.paired - follow_up.n - follow_up.left
    if rest > 0:
        yield words.ngettext(
            "%(rest)s other with both tests has no follow-up here: their group has had none, or it is not counted yet.",
            "%(rest)s others with both tests have no follow-up here: their groups have had none, or it is not counted "
            "yet.",
            rest,
        ) % {"rest": words.number(rest)}


def _right_after(words: Words, report: GainReport, follow_up: FollowUpReport) -> Iterator[str]:
    """Those who came may have gained more than the others, or less."""
    first, second, whole = follow_up.from_before.gain, follow_up.from_after.gain, report.total.gain
    if first is None or second is None or whole is None:
        return
    yield words.gettext("Right after the lessons they had gained %(own)s points; all with both tests %(all)s.") % {
        "own": figure_text(words, "gain.mean", second.pre_mean - first.pre_mean, is_signed=True),
        "all": figure_text(words, "gain.mean", whole.mean, is_signed=True),
    }


def _since(words: Words, follow_up: FollowUpReport) -> Iterator[str]:
    """The change from the second test to the follow-up, most often a loss."""
    change = follow_up.from_after.gain
    if change is not None:
        yield words.gettext("Their follow-up against their second test: %(mean)s points (%(span)s).") % {
            "mean": _gain(words, AFTER, change),
            "span": _interval(words, AFTER, change),
        }


def _lower(words: Words, follow_up: FollowUpReport) -> Iterator[str]:
    """The other side of what was kept; nothing where it is not told."""
    lower = follow_up.from_after.worse
    if lower is None or lower.count is None or lower.share is None:
        return
    sentence = words.gettext("Lower than right after the lessons: %(count)s of %(n)s, %(share)s (%(span)s).")
    yield sentence % _values_of(words, LOWER, lower)


def _values_of(words: Words, path: str, share: ShareEstimate) -> dict[str, str]:
    """What a sentence on a share is filled with; the share is told."""
    return {
        "count": words.number(share.count or 0),
        "n": words.number(share.n),
        "share": figure_text(words, f"{path}.share", share.share or 0.0),
        "span": _interval(words, path, share),
    }


def _share_not_lower(words: Words, not_lower: ShareEstimate) -> str:
    return words.gettext("No lower than right after the lessons: %(count)s of %(n)s, %(share)s (%(span)s).") % {
        "count": words.number(not_lower.count or 0),
        "n": words.number(not_lower.n),
        "share": figure_text(words, "follow_up.kept.share", not_lower.share or 0),
        "span": _interval(words, "follow_up.kept", not_lower),
    }


def _is_rounded(share: ShareEstimate | None) -> bool:
    return share is not None and share.least is not None


def _gain(words: Words, of: str, gain: GainEstimate, *, is_rounded: bool = False) -> str:
    """A mean gain; of: its place in the register."""
    return figure_text(words, f"{of}.mean", gain.mean, is_signed=True, is_rounded=is_rounded)


def _interval(
    words: Words, of: str, estimate: GainEstimate | ShareEstimate | Estimate, *, is_rounded: bool = False
) -> str:
    """Of what stands at this place in the register."""
    if estimate.low is None or estimate.high is None:
        return words.gettext("no interval can be given")
    return interval_text(words, f"{of}.low", estimate.low, estimate.high, is_rounded=is_rounded)


def statement_sentences(words: Words, report: GainReport, called: Called) -> Iterator[str]:
    """Yields for each statement a sentence on its mean before and after, and on the change.

    A statement is left out if its figures are hidden or nobody answered it twice.
    """
    _ = words.gettext
    for statement in report.statements or ():
        name = called.statement(statement.statement)
        of_all = statement.total
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
    """Yields sentences that describe the gain by number of lessons done; nothing if that is not known."""
    _ = words.gettext
    dose = report.dose
    if dose is None:
        return
    if dose.mean_lessons is not None:
        yield _("Before the second test, %(lessons)s pieces of lessons were done on average.") % {
            "lessons": figure_text(words, "dose.mean_lessons", dose.mean_lessons)
        }
    steps = [(step, step.gain) for step in dose.steps if step.gain is not None]
    if len(steps) < 2:
        yield _("Too few learners did fewer lessons than others for their gains to be set beside each other.")
    else:
        listed = "; ".join(
            words.ngettext(
                "%(lessons)s piece: %(gain)s (%(span)s; n = %(n)s)",
                "%(lessons)s pieces: %(gain)s (%(span)s; n = %(n)s)",
                step.lessons,
            )
            % {
                "lessons": words.number(step.lessons),
                "gain": _gain(words, "dose.steps.gain", gain, is_rounded=_is_rounded(step.improved)),
                "span": _interval(words, "dose.steps.gain", gain, is_rounded=_is_rounded(step.improved)),
                "n": words.number(gain.n),
            }
            for step, gain in steps
        )
        yield _("Mean gain by pieces of lessons done: %(listed)s.") % {"listed": listed}
        if any(step.n is None for step in dose.steps):
            yield _("Other numbers of pieces are hidden: so few learners did them that someone could be recognised.")
