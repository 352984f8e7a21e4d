"""What may be said of subgroups compared with each other and with chance."""

from collections.abc import Iterable, Mapping, Sequence

from analytics import BetweenReport, GroupReport, Key, Method, NoteCode
from app.wording.called import apart
from app.wording.figure_text import figure_text, interval_text
from app.wording.retest import retest_in_short
from app.wording.words import CLEAR, Words

MOST_NAMED = 6


def between_sentences(words: Words, between: BetweenReport | None) -> list[str]:
    """Lists sentences on whether the groups of a report differ; none for fewer than two groups.

    With cohorts only the comparison of scores after is given as an answer; other p values are given as if learners were
    independent.
    """
    _ = words.gettext
    if between is None or len(between.groups) < 2:
        return []
    sentences = [*_scores_after(words, between)]
    if any(note.code is NoteCode.BETWEEN_IGNORES_COHORTS for note in between.notes):
        if not sentences:
            sentences.append(_("With the cohort as the unit, these figures cannot tell whether subgroups differ."))
        return [*sentences, *_if_independent(words, between)]
    return [*sentences, *_shares_and_gains(words, between)]


def chance_sentences(
    words: Words, groups: Iterable[GroupReport], names: Mapping[Key, str], method: Method
) -> list[str]:
    """Lists sentences that name the groups whose interval is not wholly above what chance alone would give.

    A sentence on the retest follows; empty if there is no such group.
    """
    _ = words.gettext
    less: list[str] = []
    unclear: list[str] = []
    for group in groups:
        improved, floor = group.improved, group.noise_floor
        if group.key is None or improved is None or improved.share is None or floor is None:
            continue
        if improved.low is None or improved.high is None or improved.low > floor.share:
            continue
        values = {
            "name": names[group.key],
            "share": figure_text(words, "improved.share", improved.share),
            "span": interval_text(words, "improved.low", improved.low, improved.high),
            "chance": figure_text(words, "noise_floor.share", floor.share),
        }
        (less if improved.high < floor.share else unclear).append(
            _("%(name)s (%(share)s, %(span)s, by chance %(chance)s)") % values
        )
    sentences = []
    if less:
        sentences.append(_("Less than chance alone would give: %(groups)s.") % {"groups": "; ".join(less)})
    if unclear:
        sentences.append(_("Share cannot be told from chance alone: %(groups)s.") % {"groups": "; ".join(unclear)})
    return [*sentences, retest_in_short(words, method)] if sentences else []


def one_by_one_sentences(words: Words, between: BetweenReport | None, names: Mapping[Key, str]) -> list[str]:
    """Lists sentences on single groups: whose mean changed by more than chance (Holm), shrunken shares, ranks, leavers.

    Empty for fewer than two groups.
    """
    return (
        [
            *_corrected(words, between, names),
            *_drawn_together(words, between),
            *_places(words, between, names),
            *_lost(words, between),
        ]
        if between is not None and len(between.groups) > 1
        else []
    )


def _corrected(words: Words, between: BetweenReport, names: Mapping[Key, str]) -> Iterable[str]:
    _ = words.gettext
    if not between.adjusted:
        return
    unclear = [names[one.key] for one in between.adjusted if one.holm >= CLEAR]
    values = {
        "clear": words.number(len(between.adjusted) - len(unclear)),
        "groups": words.number(len(between.adjusted)),
        "names": ", ".join(apart(words, name) for name in unclear),
    }
    if not unclear:
        yield (
            _("In each of the %(groups)s subgroups the mean changed by more than chance, also after correction (Holm).")
            % values
        )
    elif len(unclear) == len(between.adjusted):
        yield (
            _("In none of the %(groups)s subgroups could it be shown that the mean changed, after correction (Holm).")
            % values
        )
    elif len(unclear) <= MOST_NAMED:
        yield (
            _(
                "In %(clear)s of %(groups)s subgroups the mean changed by more than chance, after correction for "
                "their number (Holm). It could not be shown in: %(names)s."
            )
            % values
        )
    else:
        yield (
            _(
                "In %(clear)s of %(groups)s subgroups the mean changed by more than chance, after correction for "
                "their number (Holm). In the others it could not be shown."
            )
            % values
        )


def _drawn_together(words: Words, between: BetweenReport) -> Iterable[str]:
    _ = words.gettext
    shrunken = between.shrunken
    if shrunken is None or not shrunken.groups or shrunken.mean is None:
        return
    if not shrunken.rho:
        yield (
            _(
                "The shares of the subgroups shown differ no more than chance makes them differ: for each, their "
                "common share of %(mean)s is the better estimate. It is of these subgroups by their effective numbers "
                "of learners, so the share of all may be another."
            )
            % {"mean": figure_text(words, "between.shrunken.mean", shrunken.mean)}
        )
        return
    raw, drawn = [group.raw for group in shrunken.groups], [group.share for group in shrunken.groups]
    yield (
        _(
            "Shares as observed: %(raw)s; adjusted towards the common share, small subgroups most (shrinkage): "
            "%(drawn)s. The second is the better estimate."
        )
        % {
            "raw": _from_to(words, "between.shrunken.raw", raw),
            "drawn": _from_to(words, "between.shrunken.share", drawn),
        }
    )


def _from_to(words: Words, path: str, shares: Sequence[float]) -> str:
    """The lowest and the highest, as each of them stands in a table."""
    return words.span(figure_text(words, path, min(shares), is_bare=True), figure_text(words, path, max(shares)))


def _places(words: Words, between: BetweenReport, names: Mapping[Key, str]) -> Iterable[str]:
    _ = words.gettext
    ranks = between.ranks
    if len(ranks) < 2:
        return
    widest = len(ranks) - 1
    if all(rank.high - rank.low >= 0.7 * widest for rank in ranks):
        yield _("They cannot be ranked: almost every subgroup could have almost every rank.")
        return
    best, last = min(ranks, key=lambda rank: rank.rank), max(ranks, key=lambda rank: rank.rank)
    yield (
        _(
            "A ranking holds only so far. Possible ranks of %(best)s, at the top: %(best_places)s; of %(last)s, at the "
            "bottom: %(last_places)s."
        )
        % {
            "best": names[best.key],
            "best_places": words.places(best.low, best.high),
            "last": names[last.key],
            "last_places": words.places(last.low, last.high),
        }
    )


def _lost(words: Words, between: BetweenReport) -> Iterable[str]:
    _ = words.gettext
    test = between.attrition.test if between.attrition else None
    if test is None:
        return
    p = {"p": words.p_equals(test.p, test.ln_p)}
    if test.p < CLEAR:
        sentence = _(
            "The share of the first test's learners without a second test differs between subgroups by more than "
            "chance (%(p)s): compare them with care."
        )
    else:
        sentence = _(
            "That the share of the first test's learners without a second test differs between subgroups could not be "
            "shown (%(p)s)."
        )
    yield sentence % p


def _scores_after(words: Words, between: BetweenReport) -> list[str]:
    """By learners with cohort-robust errors where that is given, else by cohort means or learners."""
    _ = words.gettext
    robust = between.robust.test if between.robust else None
    if robust is not None and robust.p is not None and robust.ln_p is not None:
        p = {"p": words.p_equals(robust.p, robust.ln_p)}
        if robust.p < CLEAR:
            return [
                _("With the same score before, subgroups differ in the score after by more than chance (%(p)s).") % p
            ]
        return [_("With the same score before, subgroups cannot be told apart in the score after (%(p)s).") % p]
    if between.ancova is None:
        return []
    p = {"p": words.p_equals(between.ancova.p, between.ancova.ln_p)}
    if between.ancova.p < CLEAR:
        return [_("With the same score before, subgroups differ in the score after by more than chance (%(p)s).") % p]
    return [_("With the same score before, subgroups cannot be told apart in the score after (%(p)s).") % p]


def _shares_and_gains(words: Words, between: BetweenReport) -> list[str]:
    _ = words.gettext
    sentences = []
    if between.improved is not None:
        p = {"p": words.p_equals(between.improved.p, between.improved.ln_p)}
        if between.improved.p < CLEAR:
            sentences.append(_("Their shares improved differ by more than chance (%(p)s).") % p)
        else:
            sentences.append(_("Their shares improved cannot be told apart (%(p)s).") % p)
    if between.gain is not None:
        p = {"p": words.p_equals(between.gain.p, between.gain.ln_p)}
        if between.gain.p < CLEAR:
            sentences.append(_("Their gains differ by more than chance (Kruskal–Wallis, %(p)s).") % p)
        else:
            sentences.append(_("Their gains cannot be told apart (Kruskal–Wallis, %(p)s).") % p)
    return sentences


def _if_independent(words: Words, between: BetweenReport) -> list[str]:
    """The p values of tests that do not know of cohorts, with no verdict."""
    _ = words.gettext
    listed = []
    if between.improved is not None:
        listed.append(_("shares improved %(p)s") % {"p": words.p_equals(between.improved.p, between.improved.ln_p)})
    if between.gain is not None:
        listed.append(_("gains %(p)s (Kruskal–Wallis)") % {"p": words.p_equals(between.gain.p, between.gain.ln_p)})
    if not listed:
        return []
    return [_("If learners were independent of one another: %(tests)s.") % {"tests": "; ".join(listed)}]
