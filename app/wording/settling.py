"""Counting settled groups anew: why it is refused, and which groups wait. Page and command line say it alike."""

from app.wording.words import Words


def too_few_sentence(words: Words, least: int) -> str:
    """Why nothing here is counted anew, and what can be done. least: learners from whom on a group may be."""
    return words.gettext(
        "Fewer than %(count)s learners of each group here would count otherwise. Whoever compared the figures before "
        "and after could find out how one of them did. Wait for others, or count everything anew with a new edition."
    ) % {"count": words.number(least)}


def waiting_sentence(words: Words, groups: int, least: int) -> str:
    """How many groups are not counted anew."""
    return words.ngettext(
        "%(num)s group waits: fewer than %(count)s changes.",
        "%(num)s groups wait: fewer than %(count)s changes in each.",
        groups,
    ) % {"num": words.number(groups), "count": words.number(least)}
