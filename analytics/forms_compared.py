"""Two forms beside each other: equally hard or not, and the share improved when scores are made so."""

from analytics.counts import Options
from analytics.design import Design
from analytics.equating import equated_outcomes, equating
from analytics.forms import equal_forms
from analytics.more_counts import FormCounts
from analytics.notes import Note, NoteCode
from analytics.results_whole import FormsComparison
from analytics.share_figure import share_of


def forms_comparison(counts: FormCounts, design: Design | None, options: Options) -> FormsComparison:
    """Equivalence test on the scores before, which two groups alike by chance had on two forms; then each score after
    in points of the form that its learner had before.

    design: of the cohorts of all learners, None where the learner is the unit; the equated share takes the design
    effect of the share improved. The test and the equating take learners as independent (FIGURE_IGNORES_COHORTS).
    Schuirmann 1987; Kolen & Brennan 2014.
    """
    one, other = counts.first_then_second, counts.second_then_first
    test = equal_forms(one.pre, other.pre, margin=counts.margin, confidence=options.confidence)
    second_to_first, first_to_second = equating(other.pre, one.pre), equating(one.pre, other.pre)
    n, raw = one.n + other.n, one.differences.improved + other.differences.improved
    outcomes = (equated_outcomes(one, second_to_first), equated_outcomes(other, first_to_second))
    equated = sum(found.improved for found in outcomes if found is not None)
    notes = [*test.difference.notes, *second_to_first.notes]
    if design is not None:
        notes.append(Note(NoteCode.FIGURE_IGNORES_COHORTS, {"figure": "forms"}))
    return FormsComparison(
        names=counts.names,
        test=test,
        second_to_first=second_to_first,
        first_to_second=first_to_second,
        raw=share_of(raw, n, design, "improved", options) if n else None,
        equated=share_of(equated, n, design, "improved", options) if n and None not in outcomes else None,
        notes=tuple(notes),
    )
