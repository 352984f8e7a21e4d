"""All that a report says, section by section: sentences that its figures support, and what would make each false."""

from dataclasses import dataclass

from analytics import GainReport
from app.wording.called import Called
from app.wording.came import came_sentences
from app.wording.circumstances import circumstance_sentences
from app.wording.comparisons import between_sentences, chance_sentences, one_by_one_sentences
from app.wording.contrast import comparison_danger, contrast_sentences, missing_of_comparison
from app.wording.items import author_sentences, item_sentences
from app.wording.late_arrivals import late_group_sentences, late_sentences
from app.wording.leavers import leavers_sentences
from app.wording.method import danger_sentence
from app.wording.outlook import beyond_error_sentences, power_sentences
from app.wording.sentences import gain_sentences, headline_sentences, missing_sentences
from app.wording.waves import dose_sentences, follow_up_sentences, form_sentences, statement_sentences
from app.wording.words import Words


@dataclass(frozen=True)
class Finding:
    """Holds one section of the text of a report.

    name: missing, improved, gain, comparison, groups, items, forms, follow_up, statements, dose, power, authors,
    reactions or taught. danger: what would make it false, or "".
    """

    name: str
    title: str
    sentences: tuple[str, ...]
    danger: str


def findings(words: Words, report: GainReport, called: Called) -> list[Finding]:
    """Returns the sections that have anything to say, in the order in which they are read.

    Only "improved" if the total is suppressed or nobody has both tests.
    """
    _ = words.gettext
    total, method = report.total, report.method
    if total.suppressed or total.improved is None:
        headline = (*headline_sentences(words, total, method), *missing_sentences(words, total))
        return [Finding("improved", _("Improved, same, worse"), headline, "")]
    sections = [
        (
            "improved",
            _("Improved, same, worse"),
            [*headline_sentences(words, total, method), *late_sentences(words, report)],
        ),
        (
            "gain",
            _("Before and after (baseline and endline)"),
            [*gain_sentences(words, total, method), *beyond_error_sentences(words, total)],
        ),
        ("comparison", _("Comparison group"), list(contrast_sentences(words, report))),
        (
            "groups",
            _("Subgroups compared"),
            [
                *chance_sentences(words, report.groups, called.groups, method),
                *late_group_sentences(words, report, called.groups),
                *between_sentences(words, report.between),
                *one_by_one_sentences(words, report.between, called.groups),
            ],
        ),
        (
            "missing",
            _("Who is missing (attrition)"),
            [
                *leavers_sentences(words, total),
                *missing_sentences(words, total),
                *circumstance_sentences(words, report),
                *missing_of_comparison(words, report),
                *came_sentences(words, report),
            ],
        ),
        ("items", _("Items"), list(item_sentences(words, report, called))),
        ("forms", _("Forms"), list(form_sentences(words, report))),
        ("follow_up", _("Follow-up"), list(follow_up_sentences(words, report))),
        ("statements", _("What they say of themselves"), list(statement_sentences(words, report, called))),
        ("dose", _("Lessons done"), list(dose_sentences(words, report))),
        (
            "power",
            _("Power: what this round could have shown, and the size of the next"),
            list(power_sentences(words, total, method)),
        ),
        ("authors", _("For the authors of the test"), list(author_sentences(words, report, called))),
    ]
    return [
        Finding(name, title, tuple(sentences), _danger(words, name, report))
        for name, title, sentences in sections
        if sentences
    ]


def _danger(words: Words, name: str, report: GainReport) -> str:
    """What would make a section false; where nobody is missing, nothing: who is not there cannot have learned less."""
    if name == "comparison" and report.comparison is not None:
        return comparison_danger(words, report.comparison)
    flow = report.total.flow
    whole = flow is not None and flow.pre_only == flow.post_only == 0 and flow.enrolled in (None, flow.paired)
    return "" if name == "missing" and whole else danger_sentence(words, name)
