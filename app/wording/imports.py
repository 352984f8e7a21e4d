"""The tables by which groups, partners and staff come in: names of columns, and what is wrong with a cell."""

from collections.abc import Iterator, Sequence

from app.wording.labels import value_name
from app.wording.words import LANGUAGES, Words


def column_name(words: Words, column: str) -> str:
    """Returns the head of a column in the reader's language; raises KeyError for a column that no table has."""
    _ = words.gettext
    return {
        "label": _("Name of the group"),
        "programme": _("Programme"),
        "partner": _("Partner"),
        "region": _("Region"),
        "course": _("Course"),
        "language": _("Language"),
        "way": _("How you meet"),
        "starts_on": _("First day"),
        "ends_on": _("Last day"),
        "expected_count": _("How many learners are expected"),
        "facilitator": _("Facilitator"),
        "partner_name": _("Name of the partner"),
        "name": _("Name"),
        "role": _("Role"),
        "place": _("Place"),
    }[column]


def _also(words: Words, column: str) -> tuple[str, ...]:
    """Shorter heads that people give a column."""
    _ = words.gettext
    names = {"label": (_("Group"), _("Name")), "partner_name": (_("Partner"), _("Name"))}
    return names.get(column, ())


def column_hint(words: Words, column: str) -> str:
    """Returns what to write into a column, for the template; "" where its name says it."""
    _ = words.gettext
    return {
        "partner": _("May stay empty where there is one partner."),
        "programme": _("May stay empty where there is one programme."),
        "course": _("May stay empty where the programme has one course."),
        "language": _("May stay empty: then it is the programme’s first language."),
        "starts_on": _("A date, for instance 31.01.2026."),
        "ends_on": _("A date, for instance 31.01.2026."),
        "expected_count": _("A number. May stay empty: then it is 25."),
        "facilitator": _("The name with which the facilitator signs in."),
        "partner_name": _("As everybody reads it."),
        "name": _("The name to sign in with, in small letters."),
        "place": _("A partner or a programme. Empty for an administrator."),
    }.get(column, "")


def role_label(words: Words, role: str) -> str:
    """Returns the name of a role of staff in the reader's language; raises KeyError for any other code."""
    _ = words.gettext
    return {
        "administrator": _("Administrator"),
        "me_officer": _("M&E officer"),
        "partner_lead": _("Partner lead"),
        "facilitator": _("Facilitator"),
    }[role]


def everything(words: Words) -> str:
    return words.gettext("everything")


def spellings(of: str, code: str) -> Iterator[str]:
    """Yields what people may write for a code: the code itself, and its name in each language of the interface.

    of: "column", "role", "place", or what `value_name` knows, such as "way" and "language".
    """
    yield code
    for words in map(Words, LANGUAGES):
        if of == "column":
            yield from (column_name(words, code), *_also(words, code))
        elif of == "role":
            yield role_label(words, code)
        elif of == "place":
            yield everything(words)
        else:
            yield value_name(words, of, code)
    if of == "language":
        yield from (value_name(Words(code), of, code), {"kk": "Қазақша", "ru": "по-русски"}.get(code, code))


def fault_sentence(words: Words, code: str, value: str, near: Sequence[str] = ()) -> str:
    """Returns what is wrong with a cell and how to mend it. near: what stands nearest to it, of what there is.

    Raises KeyError for a code that no table gives.
    """
    _ = words.gettext
    sentence = {
        "no_column": _("the table has no such column: add it, or take the template"),
        "empty": _("nothing stands here: fill it in"),
        "too_long": _("longer than a name may be: shorten it"),
        "too_short": _("shorter than a name may be: write it out"),
        "unknown": _("“%(value)s” is not known here"),
        "archived": _("“%(value)s” is archived: bring it back first, or choose another"),
        "ambiguous": _("“%(value)s” may be several: write one of them in full"),
        "other_programme": _("“%(value)s” is not in the programme of the partner"),
        "no_course": _("the programme has no course yet: release one to it first"),
        "no_day": _("“%(value)s” is no date: write it as 31.01.2026"),
        "which_day": _("“%(value)s” may be two dates: write day, month and year as 31.01.2026"),
        "far": _("%(value)s is more than five years away: look at the year"),
        "before_first": _("the last day is before the first"),
        "no_number": _("“%(value)s” is no whole number from 1 to 1000"),
        "nobody": _("nobody signs in as “%(value)s”: add the person to the staff first, or mend the name"),
        "disabled": _("“%(value)s” is disabled: enable the person, or choose another"),
        "not_theirs": _("“%(value)s” is no facilitator of this partner: give the person the role first"),
        "no_place": _("the role needs a place: write the partner or the programme"),
        "no_place_here": _("an administrator looks after everything: leave the place empty"),
        "partner_needed": _("this role is held with a partner, and “%(value)s” is none"),
        "programme_needed": _("this role is held in a programme, and “%(value)s” is none"),
        "twice": _("the same stands in row %(value)s: keep one of them, or give it another name"),
    }[code] % {"value": value}
    if not near:
        return sentence
    return _("%(sentence)s. Perhaps: %(near)s") % {
        "sentence": sentence,
        "near": ", ".join(_("“%(name)s”") % {"name": it} for it in near),
    }


def placed_sentence(words: Words, row: int, column: str, sentence: str) -> str:
    """Returns a sentence on a cell with the place where its reader finds it; row 0 is the table as a whole."""
    _ = words.gettext
    if not row:
        return _("Column “%(column)s”: %(what)s") % {"column": column, "what": sentence}
    return _("Row %(row)d, column “%(column)s”: %(what)s") % {"row": row, "column": column, "what": sentence}
