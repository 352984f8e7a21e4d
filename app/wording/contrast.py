"""What people with the course gained compared with people without it, in sentences that the figures support."""

from collections.abc import Iterator

from analytics import ArmReport, Contrast, ContrastReport, Estimate, GainReport, Note, NoteCode
from app.wording.figure_text import figure_text, interval_text
from app.wording.method import level_name
from app.wording.notes import note_sentence
from app.wording.words import Words

LOTS = {True: NoteCode.RANDOMISED, False: NoteCode.NOT_RANDOMISED, None: NoteCode.RANDOMISATION_UNKNOWN}
"""What is to be said of how it was decided who had the course."""


def comparison_summary(words: Words, report: GainReport) -> Iterator[str]:
    """Yields one line: the difference in gains, its interval, of how many learners, and whether lots were drawn.

    Yields the reasons instead if there is no difference, and nothing if there is no comparison group.
    """
    _ = words.gettext
    comparison, suppressed = report.comparison, _suppressed(report)
    if suppressed is not None:
        yield note_sentence(words, suppressed)
    if comparison is None:
        return
    if comparison.gain.value is None:
        yield _("Against the comparison group: %(reason)s") % {"reason": " ".join(_reasons(words, comparison))}
        return
    values = {
        "difference": figure_text(words, "comparison.gain.value", comparison.gain.value, is_signed=True),
        "level": level_name(words, report.method),
        "course": words.number(comparison.course.n or 0),
        "waiting": words.number(comparison.waiting.n or 0),
    }
    if comparison.gain.low is None or comparison.gain.high is None:
        sentence = _(
            "Against the comparison group: difference in mean gain %(difference)s points; no confidence interval can "
            "be given (%(course)s learners with the course, %(waiting)s without)."
        )
    else:
        values["span"] = interval_text(words, "comparison.gain.low", comparison.gain.low, comparison.gain.high)
        sentence = _(
            "Against the comparison group: difference in mean gain %(difference)s points (%(level)s confidence "
            "interval %(span)s; %(course)s learners with the course, %(waiting)s without)."
        )
    yield f"{sentence % values} {_lot_in_short(words, comparison)}"


def contrast_sentences(words: Words, report: GainReport) -> Iterator[str]:
    """Yields sentences on both groups' gains, the difference, the shares, and whether they were alike before."""
    comparison = report.comparison
    if comparison is None:
        return
    if comparison.gain.value is None:
        yield from _reasons(words, comparison)
        return
    level = level_name(words, report.method)
    yield from _gains(words, comparison, level)
    yield from _shares(words, comparison, level)
    yield from _before(words, comparison, level)
    yield from _without_the_course(words, comparison)
    yield _lot(words, comparison)
    yield from _afterwards(words, comparison)


def missing_of_comparison(words: Words, report: GainReport) -> Iterator[str]:
    """Yields a sentence on who of the comparison group took only one test; nothing if nobody did."""
    _ = words.gettext
    comparison = report.comparison
    if comparison is not None and comparison.waiting.first_only + comparison.waiting.second_only:
        yield _(
            "Of the comparison group %(first)s took the first test only and %(second)s the second only; %(both)s took "
            "both."
        ) % {
            "first": words.number(comparison.waiting.first_only),
            "second": words.number(comparison.waiting.second_only),
            "both": words.number(comparison.waiting.n),
        }


def not_shown_of_comparison(words: Words, report: GainReport) -> Iterator[str]:
    """Yields what is not shown of the course as the cause of the gain, as the end of "Could not be shown: ..."."""
    _ = words.gettext
    comparison = report.comparison
    if comparison is None and _suppressed(report) is not None:
        yield _("that the lessons did it, since the comparison group is hidden")
        return
    if comparison is None:
        unnamed = _unnamed(report)
        if unnamed is None:
            yield _("that the lessons did it, since nobody without them was tested")
        elif "column" not in unnamed.values:
            yield _("that the lessons did it, since no comparison group was named")
        else:
            yield _(
                "that the lessons did it, since no comparison group was named, though the column %(column)s looks like "
                "one (say %(option)s)"
            ) % dict(unnamed.values)
        return
    gain = comparison.gain
    if gain.low is None or gain.high is None:
        yield _("that the lessons did it, since the comparison group tells no interval")
    elif gain.low <= 0:
        yield _("that more was gained with the lessons than without")
    elif comparison.is_randomised is None:
        yield _("that it was the lessons and nothing else, since nobody says that who had them was drawn by lot")
    elif not comparison.is_randomised:
        yield _("that it was the lessons and nothing else, since who had them was not drawn by lot")


def about_comparison(words: Words, report: GainReport) -> tuple[str, str]:
    """Returns (name, text) on the comparison group, or on what it means that there is none."""
    _ = words.gettext
    if report.comparison is not None or _suppressed(report) is not None:
        return _("Comparison group"), " ".join(comparison_summary(words, report))
    unnamed = _unnamed(report)
    if unnamed is not None:
        return _("Comparison group"), note_sentence(words, unnamed)
    return _("No comparison group"), _("Nobody was tested without the course: a gain is no proof of its effect.")


def comparison_danger(words: Words, comparison: ContrastReport) -> str:
    """Returns the sentence on what would make the difference from the comparison group false."""
    _ = words.gettext
    if comparison.is_randomised:
        return _("More may have left one group than the other, or what was taught may have been passed on.")
    return _("The two groups may have differed before in what no test shows, or more left one than the other.")


def _suppressed(report: GainReport) -> Note | None:
    """The note that there is a comparison group of which nothing may be told."""
    notes = (note for note in report.notes if note.code is NoteCode.SUPPRESSED)
    return next((note for note in notes if note.values.get("figure") == "comparison"), None)


def _unnamed(report: GainReport) -> Note | None:
    """The note of a file that nobody named its comparison group, if it has one."""
    notes = (note for note in report.total.notes if note.code is NoteCode.NO_COMPARISON_GROUP)
    return next((note for note in notes if "option" in note.values), None)


def _lot(words: Words, comparison: ContrastReport) -> str:
    return note_sentence(words, Note(LOTS[comparison.is_randomised]))


def _lot_in_short(words: Words, comparison: ContrastReport) -> str:
    _ = words.gettext
    if comparison.is_randomised is None:
        return _("Not drawn by lot, as far as this report knows.")
    return _("Drawn by lot.") if comparison.is_randomised else _("Not drawn by lot.")


def _reasons(words: Words, comparison: ContrastReport) -> Iterator[str]:
    """Why there is no difference."""
    empty = [note for note in comparison.notes if note.code is NoteCode.ARM_EMPTY]
    yield from (note_sentence(words, note) for note in empty or comparison.gain.notes)


def _gains(words: Words, comparison: ContrastReport, level: str) -> Iterator[str]:
    _ = words.gettext
    course, waiting = comparison.course.gain, comparison.waiting.gain
    if course is None or waiting is None or course.value is None or waiting.value is None:
        return
    yield _(
        "Those with the course (%(course)s learners) gained %(gain)s points in the mean, the comparison group "
        "(%(waiting)s) %(other)s: %(difference)s."
    ) % {
        "course": words.number(course.n),
        "waiting": words.number(waiting.n),
        "gain": figure_text(words, "comparison.course.gain.value", course.value, is_signed=True),
        "other": figure_text(words, "comparison.waiting.gain.value", waiting.value, is_signed=True),
        "difference": _difference(
            words, "comparison.gain", comparison.gain, level, is_within=comparison.is_gain_within_strata
        ),
    }
    low, high = comparison.gain.low, comparison.gain.high
    if low is None or high is None:
        yield from (note_sentence(words, note) for note in comparison.gain.notes)
    elif low > 0:
        yield _("So more was gained with the course than without it.")
    elif high < 0:
        yield _("So less was gained with the course than without it.")
    else:
        yield _("No difference lies within that: these figures do not show that more was gained with the course.")


def _difference(words: Words, of: str, contrast: Contrast, level: str, *, is_within: bool = False) -> str:
    """ "a difference of +2.40 (95 % interval 1.60 – 3.20, p = 0.001)". of: its place in the register. is_within: it is
    not the one mean less the other, and says so."""
    _ = words.gettext
    value = figure_text(words, f"{of}.value", contrast.value or 0, is_signed=True)
    if is_within:
        value = _("%(value)s within regions") % {"value": value}
    if contrast.low is None or contrast.high is None or contrast.p is None or contrast.ln_p is None:
        return _("a difference of %(value)s, without an interval") % {"value": value}
    return _("a difference of %(value)s (%(level)s confidence interval %(span)s, %(p)s)") % {
        "value": value,
        "level": level,
        "span": interval_text(words, f"{of}.low", contrast.low, contrast.high),
        "p": words.p_equals(contrast.p, contrast.ln_p),
    }


def _shares(words: Words, comparison: ContrastReport, level: str) -> Iterator[str]:
    _ = words.gettext
    course = _share(words, "comparison.course.improved", comparison.course)
    waiting = _share(words, "comparison.waiting.improved", comparison.waiting)
    if course is None or waiting is None or comparison.improved.value is None:
        return
    yield _("Improved: %(course)s with the course, %(waiting)s without it; %(difference)s.") % {
        "course": course,
        "waiting": waiting,
        "difference": _percent_apart(words, comparison.improved, level),
    }


def _share(words: Words, of: str, arm: ArmReport) -> str | None:
    _ = words.gettext
    share = arm.improved
    if share is None or share.count is None or share.share is None:
        return None
    return _("%(count)s of %(n)s (%(share)s)") % {
        "count": words.number(share.count),
        "n": words.number(share.n),
        "share": figure_text(words, f"{of}.share", share.share),
    }


def _percent_apart(words: Words, estimate: Estimate, level: str) -> str:
    _ = words.gettext
    value = figure_text(words, "comparison.improved.value", estimate.value or 0, is_signed=True)
    if estimate.low is None or estimate.high is None:
        return _("%(value)s percentage points, without an interval") % {"value": value}
    return _("%(value)s percentage points (%(level)s confidence interval %(span)s)") % {
        "value": value,
        "level": level,
        "span": interval_text(words, "comparison.improved.low", estimate.low, estimate.high, is_bare=True),
    }


def _before(words: Words, comparison: ContrastReport, level: str) -> Iterator[str]:
    """Were the groups alike, and what is the difference for learners who were."""
    _ = words.gettext
    course, waiting, before, adjusted = (
        comparison.course.before,
        comparison.waiting.before,
        comparison.before,
        comparison.adjusted,
    )
    if course is None or waiting is None or before.value is None:
        return
    values = {
        "course": figure_text(words, "comparison.course.before", course),
        "waiting": figure_text(words, "comparison.waiting.before", waiting),
    }
    values["difference"] = _difference(
        words, "comparison.before", before, level, is_within=comparison.is_before_within_strata
    )
    yield (
        _(
            "Before, those with the course scored %(course)s in the mean and the comparison group %(waiting)s: "
            "%(difference)s."
        )
        % values
    )
    if adjusted.value is None or adjusted.low is None or adjusted.high is None:
        yield from (note_sentence(words, note) for note in adjusted.notes)
        return
    yield _("Between learners of one score before there is afterwards %(difference)s.") % {
        "difference": _difference(words, "comparison.adjusted", adjusted, level)
    }
    low, high = comparison.gain.low, comparison.gain.high
    if low is not None and high is not None and _side(low, high) != _side(adjusted.low, adjusted.high):
        yield _("The two do not agree: the groups were not alike before, and neither figure should be quoted alone.")


def _side(low: float, high: float) -> int:
    """1 where an interval lies over 0, -1 where under it, else 0."""
    return (low > 0) - (high < 0)


def _without_the_course(words: Words, comparison: ContrastReport) -> Iterator[str]:
    """What the comparison group's own change is, as far as so few show: a retest only where the items were the same."""
    _ = words.gettext
    gain = comparison.waiting.gain
    if gain is None or gain.value is None:
        return
    values = {
        "gain": figure_text(words, "comparison.waiting.gain.value", gain.value, is_signed=True),
        "span": _("no confidence interval can be given"),
        "n": words.number(gain.n),
    }
    if gain.low is not None and gain.high is not None:
        span = interval_text(words, "comparison.waiting.gain.low", gain.low, gain.high)
        values["span"] = _("confidence interval %(span)s") % {"span": span}
    if comparison.same_items:
        yield (
            _(
                "The comparison group met the same items twice: its %(gain)s (%(span)s) is what a retest gives by "
                "itself, as far as %(n)s learners show."
            )
            % values
        )
    else:
        yield (
            _(
                "The comparison group's %(gain)s (%(span)s) is what time and another test give by themselves, as far "
                "as %(n)s learners show; the items were not the same, or that is not known."
            )
            % values
        )


def _afterwards(words: Words, comparison: ContrastReport) -> Iterator[str]:
    _ = words.gettext
    later = comparison.afterwards
    if later is None or later.gain is None or later.gain.value is None:
        return
    values = {
        "gain": figure_text(words, "comparison.afterwards.gain.value", later.gain.value, is_signed=True),
        "n": words.number(later.gain.n),
    }
    if later.gain.low is None or later.gain.high is None:
        yield _("Once they had the course too, those who waited (%(n)s learners) gained %(gain)s points.") % values
        return
    values["span"] = interval_text(words, "comparison.afterwards.gain.low", later.gain.low, later.gain.high)
    yield (
        _(
            "Once they had the course too, those who waited (%(n)s learners) gained %(gain)s points, with a confidence "
            "interval of %(span)s; that is no part of the comparison."
        )
        % values
    )
