"""Learners as columns, a place each, and the tally of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from analytics.counts.joint import Counts
from analytics.counts.tally import (
    CAME,
    CAME_BESIDE,
    COHORTS,
    DEPARTURES,
    EARLY_PRE,
    EXTENDED,
    FLOW,
    LATE,
    LEAVERS,
    LEFT,
    LOST,
    POST_FOLLOW_UP,
    PRE_FOLLOW_UP,
    PRE_POST,
    PRE_POST_OF_THREE,
    REASONS,
    Tally,
)

Column = npt.NDArray[Any]

UNSURE, BLANK, ABSENT = 254, 255, 252
"""Answers that are no option: "I am not sure", left blank, and not on the sheet at all, which counts as blank."""
MOST_LINES = 7
"""Lines of an item, any number of which may be marked: a set of them is a number, with a bit for each line."""
LOWEST, HIGHEST = 1, 5
"""Points of a statement or a reaction."""
SCORES_TWICE = (PRE_POST, EARLY_PRE, PRE_FOLLOW_UP, POST_FOLLOW_UP)
ASKED_TWICE = ("dose:", "said:", "found:", "twice:")
"""Tables of a tally that have a row a cohort beside them, and how the names of others begin."""
CAME_BY = ("", "page", "phone", "typed", "file", "paper", "photo", "chat")
"""Ways in which a test comes, in an order that never changes: a place in it is what is stored. "": no test."""
SATISFIED = 4
"""From this point of a reaction on somebody is satisfied."""


@dataclass(frozen=True)
class Sheet:
    """A Sheet holds the items of a test in order, with the options and the right option of each item and form.

    options[form][item] and keys[form][item], items in one order on both forms. A key that is a tuple: the options are
    lines, of which any number is marked, and those of the key are right. An item has lines on both forms or on none.
    """

    items: tuple[str, ...]
    options: tuple[tuple[tuple[str, ...], ...], ...]
    keys: tuple[tuple[str | tuple[str, ...], ...], ...]

    @cached_property
    def key_places(self) -> Counts:
        """The answer that is right as `Learners.answers` has it, shape (forms, items)."""
        of_forms = zip(self.options, self.keys, strict=True)
        return np.array([[_place(*of) for of in zip(options, keys, strict=True)] for options, keys in of_forms])

    @cached_property
    def has_lines(self) -> npt.NDArray[np.bool_]:
        """Whether an item's options are lines, any number of which may be marked, shape (items,)."""
        return np.array([isinstance(key, tuple) for key in self.keys[0]])

    @cached_property
    def most(self) -> int:
        """The largest number of options that an item has."""
        return max(len(of) for options in self.options for of in options)

    @property
    def cells(self) -> int:
        """How many cells an item has in the table `options`: its options, "not sure", blank.

        If any item has lines, also the right set and any other set, which add up to the learners, as marks do not.
        """
        return self.most + (4 if self.has_lines.any() else 2)

    @cached_property
    def right_cells(self) -> Counts:
        """The cell of the right answer in that table, shape (forms, items)."""
        return np.where(self.has_lines, self.most + 2, self.key_places)


def _place(options: tuple[str, ...], key: str | tuple[str, ...]) -> int:
    return options.index(key) if isinstance(key, str) else sum(1 << options.index(line) for line in key)


@dataclass(frozen=True, eq=False)
class Learners:
    """Learners hold what is known of many learners in columns of one length, one entry per learner.

    Every learner of a cohort is in them, also those who sat no test. Where a column is None, its figures are not
    counted. cohort: a number each. stratum: `tally.stratum_code` of the cohort's. early, pre, post, follow_up: scores 0
    to k, -1 if not sat. forms: before and after, 0 or 1 (any value if not sat), (n, 2). waits: in a cohort that waits
    for its course. is_drawn: in one that lots were drawn about. is_post_over, is_follow_up_over: that test can no
    longer be taken. answers: (n, 2 waves, k items), uint8, place of the option or a bit for each marked line, else
    UNSURE, BLANK, ABSENT; of those with both tests. statements (before and after, (n, 2)) and reactions ((n,)), by id:
    points 1 to 5, 0 for none; negative statements are reversed. lessons: done before the second test. peers: people
    taught, -1 if not reported. is_late: one of both tests came when the right answers could be seen, and counts. came:
    how both came, as `came_code` makes it; 0 if that is unknown, and LOST_CODE of whoever has lost one of both.
    is_extended: one of both tests was sat when it had closed for others. departure: place in REASONS of why they left,
    -1 if not noted.
    """

    sheet: Sheet
    cohort: Column
    stratum: Column
    pre: Column
    post: Column
    forms: Column
    early: Column | None = None
    follow_up: Column | None = None
    waits: Column | None = None
    is_drawn: Column | None = None
    is_post_over: Column | None = None
    is_follow_up_over: Column | None = None
    answers: Column | None = None
    lessons: Column | None = None
    peers: Column | None = None
    is_late: Column | None = None
    came: Column | None = None
    is_extended: Column | None = None
    departure: Column | None = None
    statements: Mapping[str, Column] = field(default_factory=dict)
    reactions: Mapping[str, Column] = field(default_factory=dict)

    def take(self, who: Column) -> Self:
        """Returns some of the learners, chosen by a mask or by positions."""
        columns = {of.name: getattr(self, of.name) for of in fields(self)}
        return type(self)(**{name: _taken(column, who) for name, column in columns.items()})


def came_code(before: str, after: str, *, is_corrected: bool, is_confirmed: bool) -> int:
    """Returns how the tests of a learner came as one number under 256, for `Learners.came`.

    before, after: the way of each test, one of CAME_BY. is_corrected: a sheet of either stands in the place of another.
    is_confirmed: to one a second person said yes. Raises ValueError for another way.
    """
    ways = CAME_BY.index(before) | CAME_BY.index(after) << 3
    return ways | is_corrected << 6 | is_confirmed << 7


LOST_CODE = came_code("", "", is_corrected=True, is_confirmed=True)
"""Of somebody without both tests, who had them until a second person said yes to a sheet that does not count."""


def tally_of(learners: Learners) -> Tally:
    """Counts everything that a report needs of these learners, with one row per cohort.

    Learners may come in several calls, whose tallies add; fold only when all learners of a cohort are in. Source:
    arithmetic, on whole numbers.
    """
    return Tally(_Count(learners).parts)


def cohort_columns(name: str, before: Column, after: Column) -> tuple[Column, ...]:
    """Returns what a cohort's row sums, one entry per learner: n, d, d², improved, worse, pre, pre², pre·post.

    d: after - before. name: of the table in the tally. For a reaction (`found:`) improved means satisfied and worse
    means not satisfied. For an item (`twice:`) only n, d and pre are filled; the other columns are 0.
    """
    d, one, nought = after - before, np.ones_like(before), np.zeros_like(before)
    if name.startswith("twice:"):
        return one, d, nought, nought, nought, before, nought, nought
    up, down = (after >= SATISFIED, after < SATISFIED) if name.startswith("found:") else (d > 0, d < 0)
    return one, d, d * d, up, down, before, before * before, before * after


def with_cohort(parts: Mapping[str, Counts], stratum: int, cohort: int) -> dict[str, Counts]:
    """Returns a cohort's tables and, of those of something asked twice, a row of sums under stratum and cohort."""
    whole = dict(parts)
    for name, table in parts.items():
        if name in SCORES_TWICE or name.startswith(ASKED_TWICE):
            joint = table.reshape(-1, *table.shape[-2:]).sum(axis=0)
            before, after = np.indices(joint.shape).reshape(2, -1)
            sums = [(of * joint.ravel()).sum() for of in cohort_columns(name, before, after)]
            whole[name + COHORTS] = np.array([[stratum, cohort, *sums]], dtype=np.int64)
    return whole


class _Count:
    def __init__(self, learners: Learners) -> None:
        self.of, self.parts = learners, dict[str, Counts]()
        self.k = len(learners.sheet.items)
        self.cohorts, self.place = np.unique(
            np.stack((learners.stratum, learners.cohort), axis=1).astype(np.int64), axis=0, return_inverse=True
        )
        self.place = self.place.ravel()
        self.paired = (learners.pre >= 0) & (learners.post >= 0)
        self._flow(PRE_POST, learners.pre, learners.post)
        self._scores()
        self._follow_up()
        self._waiting()
        self._answers()
        self._beside()

    def _scores(self) -> None:
        pre, post, paired, size = self.of.pre, self.of.post, self.paired, self.k + 1
        self._twice(PRE_POST, pre, post, paired, self.k)
        form = self.of.forms[paired].astype(np.int64)
        code = ((form[:, 0] * 2 + form[:, 1]) * size + pre[paired]) * size + post[paired]
        self.parts[PRE_POST] = np.bincount(code, minlength=4 * size * size).reshape(2, 2, size, size)
        if self.of.is_post_over is not None:
            gone = (pre >= 0) & (post < 0) & self.of.is_post_over
            self.parts[PRE_POST + LEAVERS] = np.bincount(pre[gone], minlength=size)

    def _follow_up(self) -> None:
        third = self.of.follow_up
        if third is None:
            return
        three = self.paired & (third >= 0)
        self._twice(PRE_FOLLOW_UP, self.of.pre, third, three, self.k)
        self._twice(POST_FOLLOW_UP, self.of.post, third, three, self.k)
        self.parts[PRE_POST_OF_THREE] = _joint(self.of.pre[three], self.of.post[three], self.k)
        if self.of.is_follow_up_over is not None:
            self.parts[LEFT] = np.array([np.sum(self.paired & ~three & self.of.is_follow_up_over)])

    def _waiting(self) -> None:
        tested = self.paired
        if self.of.early is not None and self.of.waits is not None:
            both = self.of.waits & (self.of.early >= 0) & (self.of.pre >= 0)
            self._twice(EARLY_PRE, self.of.early, self.of.pre, both, self.k)
            self._flow(EARLY_PRE, self.of.early[self.of.waits], self.of.pre[self.of.waits])
            tested = tested | both
        if self.of.is_drawn is not None:
            self.parts["drawn"] = np.array([np.sum(tested), np.sum(tested & self.of.is_drawn)])

    def _answers(self) -> None:
        """Counts what the pairs chose, by wave, form, item, choice and score, and who had each item right.

        After the options of an item come "unsure" and "left open"; then, where lines are marked, the right set and any
        other, while an option counts whoever marked it. Each cell of the five is one number, so that one count of
        numbers does for all: ((form * k + item) * cells + cell) * (k + 1) + score.
        """
        if self.of.answers is None:
            return
        answers, forms = self.of.answers[self.paired].astype(np.int64), self.of.forms[self.paired].astype(np.int64)
        sheet, cells, size = self.of.sheet, self.of.sheet.cells, self.k + 1
        right = answers == sheet.key_places[forms]
        marked = sheet.has_lines & (answers < 1 << MOST_LINES)
        other = np.where(answers == UNSURE, sheet.most, sheet.most + 1)
        choice = np.where(~sheet.has_lines & (answers < sheet.most), answers, other)
        choice = np.where(marked, np.where(right, sheet.most + 2, sheet.most + 3), choice)
        item = np.arange(self.k)
        waves = []
        for wave, scores in enumerate((self.of.pre[self.paired], self.of.post[self.paired])):
            first = (forms[:, wave, None] * self.k + item) * cells * size + scores[:, None]
            codes = [(first + choice[:, wave] * size).ravel()]
            for line in range(MOST_LINES if marked.any() else 0):
                codes.append((first + line * size)[marked[:, wave] & (answers[:, wave] >> line & 1 == 1)])
            waves.append(np.bincount(np.concatenate(codes), minlength=2 * self.k * cells * size))
        self.parts["options"] = np.stack(waves).reshape(2, 2, self.k, cells, size)
        for place, name in enumerate(self.of.sheet.items):
            before, after = right[:, :, place].T.astype(np.int64)
            self.parts[f"twice:{name}"] = _joint(before, after, 1)
            self._cohorts(f"twice:{name}", self.paired, before, after)

    def _beside(self) -> None:
        for statement, points in self.of.statements.items():
            both = self.paired & (points > 0).all(axis=1)
            self._twice(f"said:{statement}", points[:, 0] - LOWEST, points[:, 1] - LOWEST, both, HIGHEST - LOWEST)
        for statement, points in self.of.reactions.items():
            answered = self.paired & (points > 0)
            self._twice(f"found:{statement}", np.zeros_like(points), points, answered, HIGHEST)
        if self.of.lessons is not None:
            for done in np.unique(self.of.lessons[self.paired]).tolist():
                those = self.paired & (self.of.lessons == done)
                self._twice(f"dose:{done}", self.of.pre, self.of.post, those, self.k)
        if self.of.is_late is not None:
            late = self.paired & self.of.is_late
            self.parts[LATE] = np.array([np.sum(late), np.sum(late & (self.of.post > self.of.pre))])
        if self.of.came is not None:
            codes = self.of.came[self.paired & (self.of.came > 0)].astype(np.int64)
            ways = [np.bincount(codes >> shift & 7, minlength=len(CAME_BY)) for shift in (0, 3)]
            corrected, confirmed = codes >> 6 & 1, codes >> 7 & 1
            self.parts[CAME] = np.stack(ways)
            self.parts[CAME_BESIDE] = np.array([corrected.sum(), confirmed.sum(), codes.size])
            self.parts[LOST] = np.array([np.sum(~self.paired & (self.of.came == LOST_CODE))])
        if self.of.is_extended is not None:
            self.parts[EXTENDED] = np.array([np.sum(self.paired & self.of.is_extended)])
        if self.of.departure is not None:
            gone = self.of.departure[~self.paired & (self.of.departure >= 0)]
            self.parts[DEPARTURES] = np.bincount(gone, minlength=len(REASONS))
        if self.of.peers is not None:
            reported = self.of.peers[self.of.peers >= 0]
            self.parts["peers"] = np.array([reported.size, reported.sum()])

    def _twice(self, name: str, first: Column, second: Column, who: Column, highest: int) -> None:
        before, after = first[who].astype(np.int64), second[who].astype(np.int64)
        self.parts[name] = _joint(before, after, highest)
        self._cohorts(name, who, before, after)

    def _cohorts(self, name: str, who: Column, before: Column, after: Column) -> None:
        """Doubles hold these sums exactly."""
        sums = [
            np.bincount(self.place[who], weights=of, minlength=len(self.cohorts))
            for of in cohort_columns(name, before, after)
        ]
        self.parts[name + COHORTS] = np.hstack((self.cohorts, np.stack(sums, axis=1).astype(np.int64)))

    def _flow(self, name: str, first: Column, second: Column) -> None:
        self.parts[name + FLOW] = np.bincount((first >= 0) + 2 * (second >= 0), minlength=4)


def _taken(column: Any, who: Column) -> Any:
    if isinstance(column, Mapping):
        return {name: of[who] for name, of in column.items()}
    return column[who] if isinstance(column, np.ndarray) else column


def _joint(before: Column, after: Column, highest: int) -> Counts:
    size = highest + 1
    return np.bincount(before.astype(np.int64) * size + after, minlength=size * size).reshape(size, size)
