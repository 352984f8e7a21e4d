"""A day is the day somewhere: no line takes the date of a moment as clocks show it in Greenwich."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UTC_DAY = re.compile(r"(?:\bnow(?:\(\))?|\w_at)\.date\(\)")
HELPLINES = frozenset(
    {
        *("app/cli/helpline.py", "app/web/help.py", "app/web/lead/board.py", "app/web/lead/plan.py"),
        *("app/web/phone/offline.py", "app/web/phone/road.py", "app/web/safeguarding.py", "app/web/setup/forms.py"),
        *("app/web/setup/helplines.py", "app/web/setup/home.py"),
    }
)
"""A number is valid until a day for everybody who may call it, wherever they are."""
ARTICLES = frozenset({"app/cli/doctor.py", "app/web/shelf/pages.py"})
"""So is an article, which says itself how long it is taken to hold."""
OTHERS = frozenset(
    {
        "app/cli/seed.py",  # days that are invented
        "app/services/administrator/imports/groups.py",  # what lies years away is a slip of the finger
        "app/store/programmes/cohort_lists.py",  # where there is no cohort, and so no zone
    }
)


def test_no_day_is_that_of_greenwich() -> None:
    files = [*(ROOT / "app").rglob("*.py"), *(ROOT / "app").rglob("*.html")]
    those = {str(path.relative_to(ROOT)) for path in files if UTC_DAY.search(path.read_text())}

    assert those == HELPLINES | ARTICLES | OTHERS
