"""What a second meeting with a test gives by itself: the figure that stands beside "by chance alone"."""

from dataclasses import dataclass

from analytics.shares.intervals import ShareEstimate, wilson

PUBLISHED = (24, 45)
"""Students in the United States who scored higher the second time, and all: 20 multiple-choice items of the
Homeostasis Concept Inventory sat twice with no course on the subject between; 16 scored lower, the mean rose by .8
points. Counted from the data HCItestretest of R's ShinyItemAnalysis 1.5.5."""
PAPER = "McFarland et al. 2017"
"""Of the students of `PUBLISHED`."""
SOURCE = (
    "HCItestretest (R: ShinyItemAnalysis 1.5.5); "
    f"{PAPER}, CBE Life Sciences Education 16:ar35, doi:10.1187/cbe.16-10-0305"
)
"""The published data set that was counted; where the inventory, and those who sat it twice, are described."""


@dataclass(frozen=True)
class Retest:
    """A Retest is the share that improves by meeting a test a second time, with no lesson in between.

    same_items: whether both tests asked the same items; None if unknown. improved: share with a higher second score,
    with an interval. source: data set and paper of the published share; "" if it was measured in the report's own
    comparison group.
    """

    same_items: bool | None
    improved: ShareEstimate
    source: str


def published_retest(same_items: bool | None, confidence: float = 0.95) -> Retest:
    """Returns the published share that improves on a second sitting of a test, with Wilson's interval.

    same_items: of the report's own two tests; it does not change the share. Counted from the data of McFarland et al.
    2017, CBE Life Sci Educ 16:ar35.
    """
    return Retest(same_items, wilson(*PUBLISHED, confidence), SOURCE)
