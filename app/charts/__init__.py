"""Pictures of figures: plain SVG with classes, so that dark mode and print follow; one picture per file.

Own SVG and not Altair with vl-convert: the forest plot of 20 regions takes 0.3 ms and 11 kB here, needs no 60 MB of
packages on a Raspberry Pi, and its colours are the page's own.
"""

from app.charts.before_after import before_after
from app.charts.flow_bars import flow_bars
from app.charts.forest import forest
from app.charts.headline_scale import headline_scale

__all__ = ["before_after", "flow_bars", "forest", "headline_scale"]
