"""What may be said of groups beside one another and beside luck."""

from collections.abc import Iterable, Mapping

from analytics import BetweenReport, GroupReport, Key, NoteCode
from app.wording.sentences import CLEAR
from app.wording.words import Words


def between_sentences(words: Words, between: BetweenReport | None) -> list[str]:
    """Whether groups differ. With cohorts the comparison of their means is the answer, all else under its condition."""
    _ = words.gettext
    if between is None or len(between.groups) < 2:
        return []
    said = [*_scores_after(words, between)]
    if any(note.code is NoteCode.BETWEEN_IGNORES_COHORTS for note in between.notes):
        if between.ancova is None:
            said.append(_("With the cohort as the unit, these figures cannot tell whether groups differ."))
        return [*said, *_if_independent(words, between)]
    return [*said, *_shares_and_gains(words, between)]


def luck_sentences(words: Words, groups: Iterable[GroupReport], names: Mapping[Key, str]) -> list[str]:
    """One for each group whose interval does not clear its own luck line; none where the share is withheld."""
    _ = words.gettext
    said = []
    for group in groups:
        improved, floor = group.improved, group.noise_floor
        if group.key is None or improved is None or improved.share is None or floor is None:
            continue
        if improved.low is None or improved.high is None or improved.low > floor.share:
            continue
        values = {
            "name": names[group.key],
            "share": words.percent(improved.share, 0),
            "span": words.span(improved.low, improved.high),
            "luck": words.number(100 * floor.share),
        }
        if improved.high < floor.share:
            said.append(_("%(name)s: less than luck alone would give (%(share)s, %(span)s, luck %(luck)s).") % values)
        else:
            said.append(
                _("%(name)s: cannot be told apart from luck alone (%(share)s, %(span)s, luck %(luck)s).") % values
            )
    return said


def _scores_after(words: Words, between: BetweenReport) -> list[str]:
    _ = words.gettext
    if between.ancova is None:
        return []
    p = {"p": words.p_equals(between.ancova.p, between.ancova.ln_p)}
    if between.ancova.p < CLEAR:
        return [_("With the same score before, groups differ in the score after by more than chance (%(p)s).") % p]
    return [_("With the same score before, groups cannot be told apart in the score after (%(p)s).") % p]


def _shares_and_gains(words: Words, between: BetweenReport) -> list[str]:
    _ = words.gettext
    said = []
    if between.improved is not None:
        p = {"p": words.p_equals(between.improved.p, between.improved.ln_p)}
        if between.improved.p < CLEAR:
            said.append(_("Their shares improved differ by more than chance (%(p)s).") % p)
        else:
            said.append(_("Their shares improved cannot be told apart (%(p)s).") % p)
    if between.gain is not None:
        p = {"p": words.p_equals(between.gain.p, between.gain.ln_p)}
        if between.gain.p < CLEAR:
            said.append(_("Their gains differ by more than chance (Kruskal–Wallis, %(p)s).") % p)
        else:
            said.append(_("Their gains cannot be told apart (Kruskal–Wallis, %(p)s).") % p)
    return said


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
