"""Who had the course and who had not: a column of a table that says so, named by the person who asks or found."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.files.table import Column, Table, TableFault, near, together

OF_THE_COURSE = (
    r"treat(ed|ment)?|interven(ed|tion)|experimental|вмешательство|экспериментальная|эксперимент|араласу|эксперименттік"
)
OF_THE_OTHERS = (
    r"(is[ _])?(control|comparison|waiting|waitlist(ed)?|wait list|waiting list)|контроль(ная)?|сравнение|"
    r"группа сравнения|ожидание|лист ожидания|бақылау|салыстыру|салыстыру тобы|бақылау тобы|күту|күту тізімі"
)
OF_EITHER = r"((study|trial)[ _])?arm|condition|randomi[sz]ed([ _](to|group|arm))?|рука|ветвь|условие"
NAME_OF_THE_COURSE = re.compile(rf"(?i)(is[ _])?({OF_THE_COURSE})([ _](group|arm|группа|тобы?))?")
NAME_OF_THE_OTHERS = re.compile(rf"(?i)({OF_THE_OTHERS})([ _](group|arm|группа))?")
NAME_OF_EITHER = re.compile(rf"(?i){OF_EITHER}")
"""Names of columns that say who had the course."""
NAME_OF_TAKING_PART = re.compile(
    r"(?i)group|exposed|exposure|trained|training|course|participants?|participated|pilot|"
    r"группа|обучен(а|ы)?|обучение|курс|участник(и)?|участие|участвовал(а|и)?|пилот|топ|қатысушы|қатысты|оқыды|оқыту"
)
"""Names that say so of two values that are signs alone: `group` of 1 and 2, not of A and B, nor of 1, 2 and 3."""
TAUGHT = re.compile(
    rf"(?i)({OF_THE_COURSE}|pilot|пилот(ная|ный)?|пилоттық|course|with (the )?course|курс|с курсом)"
    r"([ _](group|arm|группа|тобы))?"
)
NOT_TAUGHT = re.compile(
    rf"(?i)({OF_THE_OTHERS}|non ?pilot|не ?пилот(ная|ный)?|пилоттық емес|controls|untreated|"
    r"not[ _]treated|no[ _](course|treatment|intervention)|"
    r"without (the )?(course|treatment)|в ожидании|ждут|без курса|курссыз)([ _](group|arm|группа|тобы))?"
)
"""Values of such a column."""
NO, YES = frozenset({"0", "no", "false", "нет", "жоқ", "ложь"}), frozenset({"1", "yes", "true", "да", "иә", "истина"})
SIGNS = ({"1", "2"}, {"t", "c"}, {"e", "c"}, {"э", "к"})
"""Pairs of values that say two arms and no more: of treatment or experiment and of control."""
OF_CONTROL = frozenset({"c", "к"})
FEWEST, MOST = 2, 4
"""Different values that such a column has; a person's state or a date has more."""


@dataclass(frozen=True)
class Arm:
    """Names a column that seems to say who had the course, with all its values.

    value: of those who had not; "" if that is not plain.
    """

    column: str
    value: str
    values: tuple[str, ...]


def find_arm(tables: Sequence[Table], but: Collection[str]) -> Arm | None:
    """Returns the first column in all tables whose name or values seem to say who had the course, or None.

    but: columns that have another use.
    """
    for name in tables[0].columns:
        if name in but or any(name not in table.columns for table in tables):
            continue
        values = _few_values([table.column(name) for table in tables], [table.words(name) for table in tables])
        if not FEWEST <= len(values) <= MOST:
            continue
        plain = name.replace("-", " ")
        named = any(pattern.fullmatch(plain) for pattern in (NAME_OF_THE_COURSE, NAME_OF_THE_OTHERS, NAME_OF_EITHER))
        named = named or (NAME_OF_TAKING_PART.fullmatch(plain) is not None and _are_signs(values))
        if named or any(NOT_TAUGHT.fullmatch(_plain(value)) for value in values):
            return Arm(name, _not_taught(plain, values), tuple(values))
    return None


def in_comparison(tables: Sequence[Table], column: str, value: str) -> npt.NDArray[np.bool_]:
    """Returns for each row of all tables, one under the other, whether it belongs to the comparison group.

    That is: whether `column` has `value`. Raises TableFault if the column is missing, or no row or every row has the
    value.
    """
    words = together([table.words(column) for table in tables])
    chosen = words.carried([word == value for word in words.values], np.bool_)
    place = ", ".join(dict.fromkeys(table.place for table in tables))
    if not chosen.any():
        suggestion = near(value, sorted(_present(words)), "There are")
        raise TableFault(f"no row has '{value}'. {suggestion}", file=place, column=column)
    if chosen.all():
        what = f"every row has '{value}': a comparison needs learners who had the course, too"
        raise TableFault(what, file=place, column=column)
    return np.asarray(chosen, dtype=np.bool_)


def sizes_by_value(tables: Sequence[Table], column: str) -> dict[str, int]:
    """Counts the rows of all tables by value of a column, in alphabetical order of the values; "" is an empty cell."""
    words = together([table.words(column) for table in tables])
    rows = np.bincount(words.places, minlength=len(words.values))
    return {str(word): int(n) for n, word in sorted(zip(rows, words.values, strict=True), key=lambda one: str(one[1]))}


def _few_values(cells: Sequence[Column], words: Sequence[Column]) -> list[str]:
    """The different values of a column in their order; [] where they are so many that nobody would compare them."""
    if any(len(column.values) > 3 * MOST for column in cells):
        return []
    return sorted(_present(together(words)))


def _present(words: Column) -> set[str]:
    """Words that a row has, without empty ones."""
    return {str(words.values[place]) for place in np.unique(words.places)} - {""}


def _not_taught(name: str, values: Sequence[str]) -> str:
    """The one value that says "not taught", by itself, by the other one, or by yes and no under such a name."""
    not_taught = [value for value in values if NOT_TAUGHT.fullmatch(_plain(value))]
    taught = [value for value in values if TAUGHT.fullmatch(_plain(value))]
    if len(not_taught) == 1:
        return not_taught[0]
    if len(values) == FEWEST and len(taught) == 1 and not not_taught:
        return next(value for value in values if value not in taught)
    of_name = [value for value in values if value.lower() in _signs_of_not_taught(name)]
    return of_name[0] if len(of_name) == 1 else ""


def _signs_of_not_taught(name: str) -> frozenset[str]:
    """What says "not taught" under such a name, and nothing elsewhere."""
    if NAME_OF_THE_OTHERS.fullmatch(name):
        return YES
    if NAME_OF_THE_COURSE.fullmatch(name):
        return NO
    return NO | OF_CONTROL if NAME_OF_TAKING_PART.fullmatch(name) else frozenset()


def _are_signs(values: Sequence[str]) -> bool:
    """Yes and no, or another pair that names nothing but two arms."""
    signs = {value.lower() for value in values}
    return len(values) == FEWEST and (signs in SIGNS or bool(signs & NO and signs & YES))


def _plain(value: str) -> str:
    return value.replace("-", " ").replace("_", " ").strip()
