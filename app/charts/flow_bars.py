"""Who is missing: enrolled, first test, both tests, improved, as bars of one scale with the loss in words."""

from analytics import GroupReport
from app.charts.svg import element, label, picture
from app.wording import Words

NARROW = 400
ROW = 42


def flow_bars(report: GroupReport, words: Words, *, width: int = 640) -> str:
    """Draws bars of how many enrolled, took the first test, took both and improved, and returns the SVG.

    "" if the flow is suppressed or the number enrolled is not known or 0.
    """
    _ = words.gettext
    flow = report.flow
    if flow is None or not flow.enrolled:
        return ""
    first = flow.pre_only + flow.paired
    without_first = words.ngettext(
        "%(n)s has not taken the first", "%(n)s have not taken the first", flow.enrolled - first
    ) % {"n": words.number(flow.enrolled - first)}
    without_second = words.ngettext(
        "%(n)s has not taken the second", "%(n)s have not taken the second", flow.pre_only
    ) % {"n": words.number(flow.pre_only)}
    steps = [
        (_("Enrolled"), flow.enrolled, "bg", ""),
        (_("First test"), first, "bg", without_first),
        (_("Both tests"), flow.paired, "t1", without_second),
    ]
    improved = report.improved.count if report.improved else None
    if improved is not None:
        not_improved = _("%(n)s did not improve") % {"n": words.number(flow.paired - improved)}
        steps.append((_("Scored higher"), improved, "up", not_improved))
    narrow = width < NARROW
    left = 0 if narrow else 110
    room = width - left - (0 if narrow else 200)
    row = ROW + 20 if narrow else ROW
    parts = []
    for place, (name, count, css, loss) in enumerate(steps):
        top = place * row + (20 if narrow else 1)
        long = max(2.0, room * count / flow.enrolled)
        bold = "b" if css in ("t1", "up") else ""
        parts.append(label(0, top - 5 if narrow else top + 21, name, bold))
        parts.append(element("rect", css=css, x=left, y=top, width=long, height=32))
        inside = long > 60
        colour = " on" if css == "up" and inside else ""
        parts.append(label(left + (12 if inside else long + 8), top + 21, words.number(count), f"b{colour}"))
        parts.append(label(width, top - 5 if narrow else top + 21, loss, "m e"))
    sentence = "; ".join(f"{name} {words.number(count)}" for name, count, _css, _loss in steps)
    return picture(width, len(steps) * row, sentence, parts)
