"""Every sentence that a person may read is in every language, whole, and says the same."""

import ast
import gettext
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from flask import Flask
from jinja2 import Environment, nodes

from analytics import LEAST
from app.web.clock import now
from app.web.language import NAMES, language
from app.web.regional import day, moment
from app.wording import LANGUAGES
from app.wording.words import TRANSLATIONS

APP = TRANSLATIONS.parent
TEMPLATES = APP / "web" / "templates"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
TRANSLATED = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
MARKED = TRANSLATED | {"_l", "N_", "lazy_gettext", "ValidationError"}
READ_ALOUD = {"aria-label", "title", "alt", "placeholder", "data-lost", "data-missing"}
"""Attributes that a person reads or hears."""
ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"')
"""An attribute that a template keeps as a piece of text."""
SAME_IN_EVERY_LANGUAGE = {"d", "av", "z", "t", "df", "PIN", "UTC", "Тіл", "Язык", "Language"}
"""Signs and names, and the heading above the choice of a language, which says it in each."""


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the code and the templates say today, taken out as a translator takes it."""
    pot = tmp_path_factory.mktemp("pot") / "messages.pot"
    mapping = str(TRANSLATIONS / "babel.cfg")
    CommandLineInterface().run(  # type: ignore[no-untyped-call]  # Babel has no annotations there
        ["pybabel", "-q", "extract", "-F", mapping, "-k", "_l", "-k", "N_", "-o", str(pot), str(APP)]
    )
    with pot.open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_sentence_writes_out_from_how_many_learners_figures_are_shown(code: str) -> None:
    texts = [text for message in sentences(catalogue_of(code)).values() for text in forms(message.string)]
    assert [text for text in texts if re.search(rf"\b{LEAST}\b", text)] == [], "take it from LEAST"


FORMAL = {"ru": re.compile(r"(?i)\b(вы|вас|вам|вами|ваш\w*|\w+[иье]те)\b"), "kk": re.compile(r"(?i)\w*(ңыз|ңіз)|\bсіз")}
"""Words for whom one does not call by first name, and deeds that are asked of them."""
OF_LEARNERS = ("web/learn/", "web/templates/learn/", "web/phone/", "web/templates/phone/")


@pytest.mark.parametrize("code", FORMAL)
def test_a_learner_is_spoken_to_as_a_friend_on_every_page(code: str, extracted: Catalog) -> None:
    """What staff read as well is left out: they are spoken to with respect."""
    theirs = {
        key
        for key, message in sentences(extracted).items()
        if all(any(room in file for room in OF_LEARNERS) for file, _ in message.locations)
    }
    texts = [
        text
        for key, message in sentences(catalogue_of(code)).items()
        if key in theirs
        for text in forms(message.string)
    ]

    assert len(texts) > 100
    assert [text for text in texts if FORMAL[code].search(text)] == []


def path_of(code: str) -> Path:
    return TRANSLATIONS / code / "LC_MESSAGES" / "messages.po"


def catalogue_of(code: str) -> Catalog:
    with path_of(code).open("rb") as file:
        return read_po(file, locale=code)


def sentences(catalogue: Catalog) -> dict[tuple[object, str | None], Message]:
    return {(message.id, message.context): message for message in catalogue if message.id}


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def faults(catalogue: Catalog, extracted: Catalog) -> Iterator[str]:
    """What keeps this catalogue from being complete."""
    has, wanted = sentences(catalogue), sentences(extracted)
    yield from (f"missing: {message.id}" for key, message in wanted.items() if key not in has)
    yield from (f"nobody says this any more: {message.id}" for key, message in has.items() if key not in wanted)
    yield from (f"left over: {message.id}" for message in catalogue.obsolete.values())
    for message in has.values():
        if message.fuzzy:
            yield f"fuzzy: {message.id}"
        if not all(part.strip() for part in forms(message.string)):
            yield f"empty: {message.id}"


def placeholder_faults(catalogue: Catalog) -> Iterator[str]:
    """A form may leave out a number that it says in a word, never bring a value that is not given."""
    for message in catalogue:
        if not message.id:
            continue
        placeholders = [sorted(PLACEHOLDER.findall(part)) for part in forms(message.id)]
        for place, part in enumerate(forms(message.string)):
            if sorted(PLACEHOLDER.findall(part)) not in (placeholders[:1] if place == 0 else placeholders[-1:]):
                yield f"other values: {part}"
            if placeholders[-1] and "%" in PLACEHOLDER.sub("", part):
                yield f"a bare per cent sign: {part}"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sentence_is_in_the_catalogue_whole_and_sure(code: str, extracted: Catalog) -> None:
    assert list(faults(catalogue_of(code), extracted)) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_translation_holds_the_values_of_its_sentence_and_no_others(code: str) -> None:
    assert list(placeholder_faults(catalogue_of(code))) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_sentence_that_is_taken_out_emptied_or_doubted_is_found(code: str, extracted: Catalog) -> None:
    gone, emptied, doubted, broken = catalogue_of(code), catalogue_of(code), catalogue_of(code), catalogue_of(code)
    gone.delete("Leave")
    emptied["Leave"].string = ""
    doubted["Leave"].flags.add("fuzzy")
    broken["Question %(n)s"].string = "%(number)s"

    before = set(faults(catalogue_of(code), extracted))
    assert set(faults(gone, extracted)) - before == {"missing: Leave"}
    assert set(faults(emptied, extracted)) - before == {"empty: Leave"}
    assert set(faults(doubted, extracted)) - before == {"fuzzy: Leave"}
    assert list(placeholder_faults(broken)) == ["other values: %(number)s"]


def test_english_says_what_stands_in_the_code() -> None:
    assert [message.id for message in sentences(catalogue_of("en")).values() if message.id != message.string] == []


def test_kazakh_says_that_it_is_a_draft() -> None:
    assert '"X-Review: draft, to be read by a native speaker\\n"' in path_of("kk").read_text("utf-8")


@pytest.mark.parametrize(("code", "count"), [("en", 2), ("ru", 3), ("kk", 2)])
def test_a_language_has_its_own_forms_of_number(code: str, count: int) -> None:
    assert catalogue_of(code).num_plurals == count


def test_russian_counts_as_russian_does() -> None:
    russian = catalogue_of("ru")
    form_of = gettext.c2py(russian.plural_expr)
    lessons = russian["%(num)d lesson"].string
    counted = {n: lessons[form_of(n)].split()[-1] for n in (1, 2, 5, 11, 21, 22, 112)}
    assert counted == {1: "урок", 2: "урока", 5: "уроков", 11: "уроков", 21: "урок", 22: "урока", 112: "уроков"}


BENT_BY_A_NUMBER = {
    "ru": re.compile(
        r"(?<!не меньше )%\((?!least\b)\w+\)[sd] "
        r"(баллов|люд\w+|человек\w*|участник\w*|групп\w*|подгрупп\w*|вопрос\w*|урок\w*|лист(а|ов)|проверк\w*)\b"
        r"(?<!номер %\(handle\)d группы)"
    ),
    "kk": re.compile(r"%\(\w+\)s\s(мен|пен|бен)\b|%\((count|rows)\)s-"),
}
"""Words that are others after 1, 2, 5 and 21 ("балла" follows a decimal), endings that go with the number's sound."""


@pytest.mark.parametrize("code", sorted(BENT_BY_A_NUMBER))
def test_a_sentence_of_one_form_is_right_after_every_number(code: str) -> None:
    of_one_form = [str(message.string) for message in catalogue_of(code) if message.id and isinstance(message.id, str)]
    bent = BENT_BY_A_NUMBER[code]

    assert len(of_one_form) > 500
    assert [sentence for sentence in of_one_form if bent.search(sentence)] == []


SAME_AFTER_EVERY_NUMBER = re.compile(r"%\(\w+\)[sd] ((пока )?без|больше|меньше|и больше|из|найдено|введено)\b")
"""What may follow a number in Russian in one form: no noun and no verb that bends with it."""
NUMBER_LAST = re.compile(
    r"(: |строк |листы |в группе |ещё |на |[Вв]опросов |\()%\(\w+\)[sd]|^в группе$|балл \(%\(mark\)s|балл: %\(mark\)s"
)
"""A number that stands behind what it counts bends nothing."""


def plural_faults(catalogue: Catalog) -> Iterator[str]:
    """A message with too few forms, one without the number that all its others say, or forms that do not bend."""
    for message in catalogue:
        if not message.id or isinstance(message.id, str):
            continue
        texts = forms(message.string)
        if len(texts) != catalogue.num_plurals or not all(texts):
            yield f"forms: {texts}"
            continue
        wanted = set(PLACEHOLDER.findall(message.id[-1]))
        if any(set(PLACEHOLDER.findall(text)) != wanted for text in texts[1:]):
            yield f"number: {texts}"
        one, many = texts[0], texts[-1]
        is_russian = catalogue.num_plurals == 3
        if is_russian and one == many and not (SAME_AFTER_EVERY_NUMBER.search(one) or NUMBER_LAST.search(one)):
            yield f"one form: {one}"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_number_bends_what_it_counts(code: str) -> None:
    assert list(plural_faults(catalogue_of(code))) == []


def test_a_plural_that_lacks_a_form_or_a_number_or_does_not_bend_is_noticed() -> None:
    lessons = "%(num)d lesson", "%(num)d lessons"
    for wrong, fault in (
        (("%(num)d урок", "%(num)d урока", ""), "forms"),
        (("%(num)d урок", "урока", "%(num)d уроков"), "number"),
        (("%(num)d уроков", "%(num)d уроков", "%(num)d уроков"), "one form"),
    ):
        catalogue = Catalog("ru")
        catalogue.add(lessons, wrong)
        assert [line.split(":")[0] for line in plural_faults(catalogue)] == [fault]


@pytest.mark.parametrize("code", ["ru", "kk"])
def test_a_label_of_the_dock_fits_beside_leave_and_help(code: str) -> None:
    catalogue = catalogue_of(code)
    docked = {label for path in TEMPLATES.glob("learn/*.html") for label in _docked(path.read_text("utf-8"))}
    docked |= {"Leave", "Help", "Begin", "Continue", "Look again", "See it"}

    assert {"Next", "Send", "Check", "Skip"} <= docked
    assert {label: label_text for label in docked if len(label_text := str(catalogue[label].string)) > 12} == {}


def _docked(template: str) -> list[str]:
    """Of a dock on a line, or of the file that has it in parts."""
    docks = [template] if "macro dock" in template else re.findall(r'class="go".*', template)
    return [label for dock in docks for label in re.findall(r'_\("([^"]+)"\)', dock)]


@pytest.mark.parametrize(
    ("code", "day_there", "moment_there"),
    [
        ("en", "12 May 2026", "12 May, 09:05"),
        ("ru", "12 мая 2026", "12 мая, 09:05"),
        ("kk", "2026\u202fж. 12 мамыр", "12 мам., 09:05"),
    ],
)
def test_days_are_written_as_readers_of_the_language_write_them(
    app_made: Flask, code: str, day_there: str, moment_there: str
) -> None:
    with app_made.test_request_context(f"/?lang={code}"):
        assert set(LANGUAGES) == set(NAMES)
        assert language() == code
        assert day(date(2026, 5, 12)) == day_there
        assert moment(datetime(now().year, 5, 12, 4, 5, tzinfo=UTC), "Asia/Almaty") == moment_there


# Sentences that nobody wrapped


class Readable(HTMLParser):
    """The words of a page: text, and attributes that are read aloud. What names its own language is left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.is_ours = True
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_ours = tag not in ("script", "style") and not dict(attrs).get("lang")
        self.words += [value for name, value in attrs if name in READ_ALOUD and value]

    def handle_endtag(self, tag: str) -> None:
        self.is_ours = True

    def handle_data(self, data: str) -> None:
        if self.is_ours:
            self.words.append(ATTRIBUTE.sub("", data))


def bare_words(template: str) -> list[str]:
    """What a template would say in one language only."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    literal = "".join(value for _, kind, value in environment.lex(template) if kind == "data")
    texts = [word for text in Readable(literal).words for word in re.findall(r"[^\W\d_]+", text)]
    tree = environment.parse(template)
    wrapped = {
        id(constant)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in TRANSLATED
        for constant in call.find_all(nodes.Const)
    }
    texts += [
        constant.value
        for constant in tree.find_all(nodes.Const)
        if isinstance(constant.value, str) and id(constant) not in wrapped and _is_speech(constant.value)
    ]
    return [words for words in texts if words not in SAME_IN_EVERY_LANGUAGE]


def _is_speech(text: str) -> bool:
    """Words for people begin with a capital; names of classes and of views do not."""
    bare = re.sub(r"<[^>]*>|&\w+;", "", text)
    return bool(re.match(r"[A-ZА-ЯӘҒҚҢӨҰҮҺІ][^\W\d_]+(\s|$|[.,:?!])", bare))


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_says_nothing_in_one_language_only(path: Path) -> None:
    assert bare_words(path.read_text("utf-8")) == []


def test_a_sentence_that_nobody_wrapped_is_found() -> None:
    assert bare_words('<p class="small">{{ _("Kept") }} {% if x %}<b>stored</b>{% endif %}</p>') == ["stored"]
    assert bare_words('<a href="/x" aria-label="Leave{{ x }}">{{ x }}</a>') == ["Leave"]
    assert bare_words('<p>{{ "Stored on this phone" if x else _("Sent") }}</p>') == ["Stored on this phone"]
    assert bare_words('<b lang="kk">Тіл</b><b lang="{{ x }}">Name</b>') == ["Name"]
    assert bare_words('<p class="a b">{# a note #}{{ icon("tick") }}{{ url_for("learn.road") }}</p>') == []


def unwrapped(source: str) -> list[str]:
    """Words for people in Python: what is flashed, labels and messages of forms."""
    lines: list[str] = []
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        is_told = name in {"flash", "refuse", "InputRequired", "ValidationError"} or name.endswith("Field")
        arguments = call.args if is_told else []
        arguments = [*arguments, *(pair.value for pair in call.keywords if pair.arg in {"message", "label"})]
        lines += [
            argument.value
            for argument in arguments
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and " " in argument.value
        ]
    return lines


@pytest.mark.parametrize("path", sorted((APP / "web").glob("*.py")), ids=lambda path: path.name)
def test_what_a_view_tells_is_translated(path: Path) -> None:
    assert unwrapped(path.read_text("utf-8")) == []


def test_a_word_of_python_that_nobody_wrapped_is_found() -> None:
    source = 'flash("It is done", "done"); flash(_("Done so")); DateField("First day"); Length(max=3, message="No way")'
    assert unwrapped(source) == ["It is done", "First day", "No way"]


def test_in_russian_what_rose_is_called_higher_and_by_no_second_word() -> None:
    """Of a column «Выше» beside a headline of those who improved nobody knows that both are one figure."""
    assert "Выше" in forms(sentences(catalogue_of("ru"))["Improved", None].string)
    assert [one.string for one in catalogue_of("ru") if "улучш" in " ".join(forms(one.string)).lower()] == []
