"""The strata within which the cohorts of a file are compared: a column that is named, or plainly the region."""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from app.files.table import Table, TableFault, in_short, together

REGION = re.compile(r"(?i)^(region|regions|oblast|province|область|регион|облыс|өңір|аймақ)([-_ .]?(name|code|код))?$")
"""Names of a column that is plainly the region, in the languages of our files."""


def region_column(tables: Sequence[Table], cluster: str) -> str | None:
    """Returns the column of regions that all tables have, recognised by its name.

    cluster: the column of cohorts. Returns None if there is none, or a cohort lies in two regions.
    """
    region = _named_region(tables, cluster)
    return region if region is not None and _sets_apart(tables, cluster, region) else None


def crossed_region(tables: Sequence[Table], cluster: str) -> str | None:
    """Returns the region column that cannot be used because some cohort lies in two regions; None otherwise.

    cluster: the column of cohorts. The region column is recognised by its name and must be in every table.
    """
    region = _named_region(tables, cluster)
    return None if region is None or _sets_apart(tables, cluster, region) else region


def _named_region(tables: Sequence[Table], cluster: str) -> str | None:
    shared = (name for name in tables[0].columns if all(name in table.columns for table in tables))
    return next((name for name in shared if REGION.match(name) and name != cluster), None)


def _sets_apart(tables: Sequence[Table], cluster: str, region: str) -> bool:
    """Whether each cohort lies in one region."""
    cohorts, regions = (together([table.words(name) for table in tables]) for name in (cluster, region))
    pairs = np.unique(np.stack((cohorts.places, regions.places)), axis=1)
    named = pairs[:, [cohorts.values[place] != "" for place in pairs[0]]]
    return bool(np.unique(named[0]).size == named.shape[1])


def strata_of(
    tables: Sequence[Table], column: str, cohort: npt.NDArray[np.int64]
) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
    """Returns the names of the strata in alphabetical order, and the index of each learner's among them.

    cohort: the number of each learner's. Raises TableFault for a cohort that lies in two strata, since it can be
    compared within neither.
    """
    words = together([table.words(column) for table in tables])
    names = sorted(map(str, words.values))
    stratum = words.carried([names.index(str(word)) for word in words.values], np.int64)
    order = np.lexsort((stratum, cohort))
    at = np.flatnonzero((np.diff(cohort[order]) == 0) & (np.diff(stratum[order]) != 0))
    if at.size:
        one, other = (in_short(names[stratum[order[place]]]) for place in (at[0], at[0] + 1))
        raise TableFault(
            f"a cohort has learners of '{one}' and of '{other}': give cohorts of different regions different names, or "
            "name another column with --strata",
            file=tables[0].place,
            column=column,
        )
    return tuple(names), stratum
