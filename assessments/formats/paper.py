"""One form of an instrument on paper, and the key to mark it with: HTML documents that stand alone and print."""

from dataclasses import dataclass
from html import escape

from assessments.instrument import Instrument
from assessments.statements import POINTS
from assessments.words import InstrumentWords

LOOK = (
    "@page{size:A4;margin:14mm}body{font:11pt/1.35 'Noto Sans',Roboto,Arial,sans-serif;color:#000;max-width:48rem;"
    "margin:1rem auto}h1{font-size:14pt}ol{padding-left:1.6em}ol>li{break-inside:avoid;margin-bottom:.9em}"
    "ul{list-style:none;padding:.2em 0 0}ul li{padding:.12em 0}b.box{display:inline-block;width:.85em;height:.85em;"
    "border:1.2pt solid;margin-right:.6em;vertical-align:-.1em}.line{display:inline-block;min-width:9em;"
    "border-bottom:1pt solid;margin:0 1em 0 .4em}table{border-collapse:collapse}"
    ".said>li{break-inside:avoid;margin-bottom:.6em}.scale{display:flex;gap:1.6em}"
    "th,td{border:1pt solid;padding:.25em .7em}"
)


@dataclass(frozen=True)
class PaperWords:
    """Holds the interface's words for a test on paper, in the paper's language."""

    number: str
    code: str
    how: str
    several: str
    """beside a question whose lines are marked"""
    unsure: str
    form: str
    key: str
    item: str
    right: str
    do_not_hand_out: str
    how_scored: str
    """what a right answer counts, and when a test counts"""
    how_far: str
    """the question above the statements"""
    letters: str
    """letters of the answers, in the order of the file"""


def paper_test(
    instrument: Instrument, words: InstrumentWords, form: str, language: str, say: PaperWords, *, with_reactions: bool
) -> str:
    """Returns one form as an HTML document to hand out, without a key; options are lettered in the file's order.

    with_reactions: it also asks how the course was, as the post-test does.
    """
    items = []
    for item in instrument.items:
        item_words = words.form(form)[item.id]
        options = [
            f"<li><b class=box></b>{letter}. {escape(text)}</li>"
            for letter, text in zip(
                say.letters,
                [*(item_words.options[option] for option in item.form(form).options), say.unsure],
                strict=False,
            )
        ]
        several = f" <small>{escape(say.several)}</small>" if item.has_lines else ""
        items.append(f"<li>{escape(item_words.stem)}{several}<ul>{''.join(options)}</ul></li>")
    top = (
        f"<p>{escape(say.number)}<span class=line></span>{escape(say.code)}<span class=line></span></p>"
        f"<p>{escape(say.how)}</p>"
    )
    points = "".join(f"<li><b class=box></b>{point}</li>" for point in POINTS)
    beside = [
        f"<li>{escape(words.beside[each])}<ul class=scale>{points}</ul></li>"
        for each in instrument.beside(with_reactions=with_reactions)
    ]
    scales = f"<p>{escape(say.how_far)}</p><ul class=said>{''.join(beside)}</ul>" if beside else ""
    return _document(f"{words.title} · {say.form} {form}", f"{top}<ol>{''.join(items)}</ol>{scales}", language)


def marking_key(instrument: Instrument, words: InstrumentWords, form: str, language: str, say: PaperWords) -> str:
    """Returns the right letters of one form as an HTML document, headed by a warning not to hand it out.

    language: code of the language that `words` and `say` are in, to mark the document; it chooses no words. Raises
    ValueError for a form other than A or B.
    """
    rows = []
    for number, item in enumerate(instrument.items, start=1):
        options = item.form(form).options
        right = [option for option in options if option in item.form(form).keys]
        letter = "".join(say.letters[options.index(option)] for option in right)
        text = " · ".join(words.form(form)[item.id].options[option] for option in right)
        rows.append(f"<tr><th>{number}</th><td>{letter}</td><td>{escape(text)}</td></tr>")
    table = f"<table><tr><th>{escape(say.item)}</th><th>{escape(say.right)}</th><th></th></tr>{''.join(rows)}</table>"
    title = f"{say.key}: {words.title} · {say.form} {form}"
    warning, scored = escape(say.do_not_hand_out), escape(say.how_scored)
    return _document(title, f"<p><strong>{warning}</strong></p>{table}<p>{scored}</p>", language)


def _document(title: str, body: str, language: str) -> str:
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{LOOK}</style></head>\n<body>\n<h1>{escape(title)}</h1>\n{body}\n</body>\n</html>\n"
    )
