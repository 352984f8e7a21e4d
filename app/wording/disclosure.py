"""What a published table does not show, or shows otherwise, so that nobody is recognised by it."""

from collections.abc import Callable, Iterator, Mapping

from analytics import GroupReport, Key, NoteCode
from analytics.disclosure import LEAST, Disclosed
from analytics.disclosure_rounding import BASE, SLACK
from app.wording.words import Words


def rounding_mark(words: Words) -> str:
    """Returns the words beside the title of a table with rounded counts."""
    ten = 2 * BASE
    values = {"base": BASE, "count": ten, "low": ten - SLACK, "high": ten + SLACK, "few": SLACK}
    return words.gettext(
        "subgroups rounded to %(base)s: %(count)s stands for %(low)s to %(high)s, 0 for up to %(few)s, "
        "so all may mean nearly all; ≈: a share of such counts"
    ) % {name: words.number(value) for name, value in values.items()}


def why_hidden(words: Words, group: GroupReport, least: int) -> str:
    """Returns why a row of a table is hidden: its learners are too few, or the filter leaves out only a few others.

    least: learners with both tests from which a group is shown.
    """
    if any(note.code is NoteCode.REST_TOO_SMALL for note in group.notes):
        return words.gettext("the filter leaves out only a few people")
    return words.gettext("under %(n)s learners") % {"n": words.number(least)}


def disclosure_sentences(
    words: Words, table: Disclosed, as_of: Mapping[Key, int], name: Callable[[tuple[str, ...]], str]
) -> Iterator[str]:
    """Yields sentences on what is suppressed, left out, rounded or older in a published table.

    as_of: the publication's number for groups that keep its figures. name: returns a group's name from its values, or
    from the first of two alone.
    """
    _ = words.gettext

    def named(key: Key) -> str:
        return name((key,) if isinstance(key, str) else key)

    least = words.number(LEAST)
    if table.is_rounded:
        yield _(
            "Rounded: counts of subgroups are to the nearest %(base)s, and shares are made of them (≈). Confidence "
            "intervals cover every count that a rounded one may stand for, so they are wider. The total is exact."
        ) % {"base": words.number(BASE)}
    if table.suppressed:
        yield _("Hidden, for fewer than %(least)s learners took both tests: %(names)s.") % {
            "least": least,
            "names": ", ".join(map(named, table.suppressed)),
        }
    if table.dropped:
        yield _(
            "Left out, for few learners could be worked out (of a hidden subgroup here or in a publication before, or "
            "who came or left after their group was shown its result): %(names)s."
        ) % {"names": ", ".join(map(named, table.dropped))}
    if table.is_split_dropped:
        yield _(
            "The subgroups are left out, for few learners could be worked out: of a hidden subgroup here or in a "
            "publication before, or who came or left after their group was shown its result."
        )
    for number in sorted(set(as_of.values())):
        yield _(
            "As of publication %(number)s, for fewer than %(least)s learners have joined them since: %(names)s."
        ) % {
            "number": words.number(number),
            "least": least,
            "names": ", ".join(named(key) for key, of in as_of.items() if of == number),
        }
    if table.unsaid is not None:
        yield (
            _("About %(count)s learners did not say to which subgroup they belong.")
            % {"count": words.number(table.unsaid)}
            if table.unsaid
            else _("A few learners did not say to which subgroup they belong.")
        )
