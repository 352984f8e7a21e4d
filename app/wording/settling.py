"""Counting settled groups anew: why it is refused, which groups wait, and whom it takes out.

Page and command line say it alike.
"""

from app.wording.words import Words


def too_few_sentence(words: Words, least: int) -> str:
    """Returns the sentence on why nothing is counted anew, and what can be done.

    least: the fewest changed learners in a group that allow it.
    """
    return words.gettext(
        "Fewer than %(count)s learners of each group here would count otherwise. Whoever compared the figures before "
        "and after could find out how one of them did. Wait for others, or count everything anew with a new edition."
    ) % {"count": words.number(least)}


def waiting_sentence(words: Words, groups: int, least: int) -> str:
    """Returns the sentence on how many groups are not counted anew, which does not tell few changes from none.

    least: the fewest changed learners in a group that allow it.
    """
    return words.ngettext(
        "%(num)s group stays as it is: no changes, or fewer than %(count)s in one of its figures.",
        "%(num)s groups stay as they are: no changes, or fewer than %(count)s in one of their figures.",
        groups,
    ) % {"num": words.number(groups), "count": words.number(least)}


def retyped_sentence(words: Words) -> str:
    """Returns the sentence on the learners whom counting anew leaves out of all figures."""
    return words.gettext(
        "Whoever's first or second test was typed in, or typed in again, by one person alone after the right answers "
        "could be seen is counted apart and in no figure. With a second person's yes it counts."
    )
