"""A table of people with the course and people who waited for it."""

TREATED = (2, 4, 3, 1, 5, 2, 4, 0, 3, 2, 3, 4, 1, 2, 5, 3, 2, 4, 2, 3, -1, 4, 3, 2, 1, 6, 2, 3, 0, 2)
"""Gains of 30 with the course, 77 points: +2.57 each."""
WAITING = (0, 1, -1, 0, 2, -2, 1, 0, -1, 1, 0, 1, 2, -1, 0, 1, -1, 0, 1, -2, 0, 2, 0, -1, 1, 1, -1, 0, 1, 0)
"""Of 30 who waited, 5 points: +0.17 each."""


def rows_of(arms: tuple[str, str] = ("treated", "waiting"), column: str = "arm") -> str:
    """A comma-separated table: six classes of five of each arm, with the scores before and after of each learner."""
    lines = [f"learner,class,{column},pre,post"]
    for arm, gains in zip(arms, (TREATED, WAITING), strict=True):
        for place, gain in enumerate(gains):
            pre = 3 + (place * (11 if arm == arms[0] else 13) // 4) % 5
            lines.append(f"{arm[0]}{place},{arm[0].upper()}{place // 5},{arm},{pre},{pre + gain}")
    return "\n".join(lines) + "\n"
