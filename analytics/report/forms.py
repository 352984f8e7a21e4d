"""Whether the two forms are equally hard, and the share improved once their scores are made comparable."""

from analytics.clusters.design import share_of
from analytics.counts.groups import Options
from analytics.counts.supplements import FormCounts
from analytics.items.equating import equated_outcomes, equating
from analytics.items.forms import equal_forms
from analytics.notes import Note, NoteCode
from analytics.report.groups import GroupReports
from analytics.report.parts import FormsComparison


def forms_comparison(counts: FormCounts, groups: GroupReports, options: Options) -> FormsComparison:
    """Compares the two forms of an instrument: whether they are equally hard, and the share improved if made so.

    An equivalence test on the scores before, which two groups alike by chance had on two forms; then each score after
    is put in points of the form that its learner had before. groups: the reports of all learners, whose design effect
    of the share improved the equated share takes; test and equating take learners as independent
    (FIGURE_IGNORES_COHORTS). Schuirmann 1987; Kolen & Brennan 2014.
    """
    one, other, design = counts.first_then_second, counts.second_then_first, groups.design
    test = equal_forms(one.pre, other.pre, margin=counts.margin, confidence=options.confidence)
    second_to_first, first_to_second = equating(other.pre, one.pre), equating(one.pre, other.pre)
    outcomes = (equated_outcomes(one, second_to_first), equated_outcomes(other, first_to_second))
    notes = [*test.difference.notes, *second_to_first.notes]
    if design is not None:
        notes.append(Note(NoteCode.FIGURE_IGNORES_COHORTS, {"figure": "forms"}))
    equated = None
    if None not in outcomes:
        improved = sum(outcome.improved for outcome in outcomes if outcome is not None)
        equated = share_of(improved, one.n + other.n, design, "improved", options)
    return FormsComparison(
        names=counts.names,
        test=test,
        second_to_first=second_to_first,
        first_to_second=first_to_second,
        raw=groups.total.improved,
        equated=equated,
        notes=tuple(notes),
    )
