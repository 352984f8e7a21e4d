"""Whether a mark lies where its number is."""

from benchmarks.mutants.mutant import Mutant, Source

MARKS = ("tests/app/charts/test_mark_positions.py",)
MAP = ("tests/app/charts/test_tile_map.py", *MARKS)

MUTANTS = (
    Mutant(
        "half-an-interval-is-drawn",
        "app/charts/forest.py",
        "line(frame.x(improved.low), y, frame.x(improved.high), y,",
        "line(frame.x(improved.share), y, frame.x(improved.high), y,",
        MARKS,
        Source.HOUSE,
    ),
    Mutant(
        "chance-lies-at-the-end-of-the-scale",
        "app/charts/forest.py",
        'line(frame.x(floor), begin, frame.x(floor), end, "fl")',
        'line(frame.x(0.5), begin, frame.x(0.5), end, "fl")',
        MARKS,
        Source.BLIND,
    ),
    Mutant(
        "the-lowest-on-top",
        "app/charts/forest.py",
        "shown.sort(key=_share, reverse=True)",
        "shown.sort(key=_share)",
        (*MARKS, "tests/app/charts/test_charts.py"),
        Source.BLIND,
    ),
    Mutant(
        "the-headline-s-interval-begins-at-its-point",
        "app/charts/headline_scale.py",
        "line(x(improved.low), 62, x(improved.high), 62,",
        "line(x(improved.share), 62, x(improved.high), 62,",
        MARKS,
        Source.BLIND,
    ),
    Mutant(
        "the-zone-of-chance-is-half-as-wide",
        "app/charts/headline_scale.py",
        "width=x(floor.share) - left, height=36",
        "width=(x(floor.share) - left) / 2, height=36",
        MARKS,
        Source.BLIND,
    ),
    Mutant(
        "the-ring-before-lies-after",
        "app/charts/before_after.py",
        'css="pt", cx=x(before)',
        'css="pt", cx=x(after)',
        MARKS,
        Source.BLIND,
    ),
    Mutant(
        "second-only-is-drawn-as-the-first-test",
        "app/charts/flow_bars.py",
        "first = flow.pre_only + flow.paired",
        "first = flow.post_only + flow.paired",
        MARKS,
        Source.BLIND,
    ),
    Mutant(
        "a-tile-is-dark-though-chance-reaches-it",
        "app/charts/tile_map.py",
        "improved.low > floor_.share",
        "improved.high > floor_.share",
        MAP,
        Source.BLIND,
    ),
    Mutant(
        "a-forest-rounds-by-itself",
        "app/charts/forest.py",
        'share_text(words, "improved", improved), "b e"',
        'words.percent(_share(group), 0), "b e"',
        ("tests/app/exports/test_one_rounding.py",),
    ),
)
