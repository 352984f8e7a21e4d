"""Passphrases that others would try first: common ones, rows of a keyboard, and the names of this place.

What is compared is a passphrase without its disguises: capitals, figures and signs added or put for letters, the wrong
keyboard layout, Cyrillic in Latin letters, and a word written twice. What is left is taken apart into common words, and
eight letters of none count as one too, for others know more words than our lists; with two or fewer it is refused. So
is a phrase that everybody knows, with one word more or none. The lists stand in the files `*_words.txt` and
`known_phrases.txt`, and those that have leaked as they are and are long enough in `leaked_passphrases.txt`, see NOTICE.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Set
from enum import Enum
from functools import cache
from itertools import product
from pathlib import Path

from app.store import Session
from app.store.programmes import partners, programmes

LENGTH = 12
WORDS = 3
"""So many common words are the fewest. Of thirty thousand words there are a thousand million pairs, and thirty thousand
times as many threes."""
LONGEST = 24
"""Letters of a word that is looked for."""
PIECE = 8
"""So many letters in a row that are no listed word count as one word at the most."""

_LISTS = sorted(Path(__file__).parent.glob("*_words.txt"))
"""Of English ones all; of Russian and Kazakh ones those that are longer than a piece."""
_PHRASES = Path(__file__).with_name("known_phrases.txt")
"""Of films, songs, books and sayings: whoever guesses tries them before any three words of chance."""
_LEAKED = Path(__file__).with_name("leaked_passphrases.txt")
_HOUSE = """
    smart navigator smartnavigator administrator admin facilitator officer partner lead staff passphrase password
    навигатор администратор админ ведущий координатор специалист партнёр партнер сотрудник пароль кодовоеслово
    әкімші жүргізуші үйлестіруші серіктес маман құпиясөз құпия сөз
    сәлеметсіз рахмет ассалаумағалейкум болашақ мұғалім мектеп қауіпсіздік
    привет любовь солнце солнышко счастье весна мама папа мамочка россия москва казахстан қазақстан алматы астана
    шымкент кыргызстан бишкек узбекистан ташкент таджикистан душанбе туркменистан ашхабад сәлем махаббат анашым бақыт
"""
"""What this programme calls itself and its people, and words that a list of English ones lacks."""

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`" + "2345890-="
_CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбюё" + "әіңғүұқөһ"
_KEYS = (str.maketrans(_CYRILLIC, _LATIN), str.maketrans(_LATIN, _CYRILLIC))
"""The same keys in the other layout: Latin, and Russian with the Kazakh letters on the figures."""
_LOOKS = (str.maketrans("013457@$!", "oieastasi"), str.maketrans("013457@$!", "oleastasl"))
"""Letters that figures and signs are put for."""
_SOUNDS = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфыэәіғқңөұүһё", "abvgdeziiklmnoprstufieaigknouuhe", strict=True)),
        "ж": "j",
        "х": "h",
        "ц": "c",
        "ч": "ch",
        "ш": "sh",
        "щ": "sh",
        "ъ": "",
        "ь": "",
        "ю": "u",
        "я": "a",
    }
)
_SAME_SOUND = (
    (r"['`’]", ""),
    (r"shch|sch", "sh"),
    (r"zh", "j"),
    (r"kh|x", "h"),
    (r"gh", "g"),
    (r"ng", "n"),
    (r"ts|tz|cz", "c"),
    (r"q", "k"),
    (r"w", "v"),
    (r"[yji]a", "a"),
    (r"[yji]u", "u"),
    (r"[yji][oe]", "e"),
    (r"y", "i"),
    (r"(.)\1+", r"\1"),
)
"""Ways to write a sound in Latin letters, and the one that stands for all."""
_RUNS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_SHORTEST_RUN = 4


class Weakness(Enum):
    """A Weakness is the reason why a passphrase is refused: it is too short, or can be guessed."""

    SHORT = "short"
    GUESSABLE = "guessable"


def weakness_of(passphrase: str, own: Iterable[str] = ()) -> Weakness | None:
    """Returns why a passphrase is refused; None if it is strong enough.

    It needs at least 12 characters, more than six different ones, no mere repetition, and more than two words: common
    ones, or eight letters each.
    own: names of the instance and the person, which count as common words.
    """
    if len(passphrase) < LENGTH:
        return Weakness.SHORT
    plain = _plain(passphrase)
    is_repeated = re.fullmatch(rf"(.{{1,{LENGTH - 1}}}?)\1+", plain)
    if is_repeated or len(set(plain)) <= LENGTH // 2 or plain in _leaked() or _is_known_phrase(plain):
        return Weakness.GUESSABLE
    words = {word for text in own for word in _words_of(text)}
    sounds = {_by_sound(word) for word in words}
    is_weak = (
        _count_words(plain, _common(), words, piece=PIECE) < WORDS
        or _count_words(_by_sound(plain), _common_by_sound(), sounds, piece=PIECE) < WORDS
        or any(_count_words(text, _common(), words, piece=1) < WORDS for text in _undisguised(plain))
    )
    return Weakness.GUESSABLE if is_weak else None


def own_words(reading: Session, name: str) -> list[str]:
    """Returns the names that others can guess: this person's, and those of all programmes and partners."""
    of_programmes = [programme.name for programme in programmes.list_programmes(reading, with_archived=True)]
    of_partners = [partner.name for partner in partners.list_partners(reading, with_archived=True)]
    return [name, *of_programmes, *of_partners]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _undisguised(plain: str) -> Iterator[str]:
    """The passphrase without figures put for letters, and as the same keys write it in the other layout."""
    for table in (*_LOOKS, *_KEYS):
        yield plain.translate(table)


def _words_of(text: str) -> set[str]:
    """The words of a name, and all of it as one word."""
    words = re.findall(r"[^\W\d_]+", _plain(text))
    return {word for word in (*words, "".join(words)) if len(word) > 2}


def _is_known_phrase(plain: str) -> bool:
    """Whether it is a known phrase in any disguise, with no more than another word beside it."""
    texts = {_letters_of(text) for text in (plain, *_undisguised(plain))} | {_letters_of(_by_sound(plain))}
    return any(phrase in text and len(text) - len(phrase) <= PIECE for text in texts for phrase in _phrases())


def _letters_of(text: str) -> str:
    return "".join(sign for sign in text if sign.isalpha())


@cache
def _phrases() -> frozenset[str]:
    phrases = [_letters_of(_plain(line)) for line in _PHRASES.read_text(encoding="utf-8").splitlines()]
    return frozenset({*phrases, *(_by_sound(phrase) for phrase in phrases)})


@cache
def _leaked() -> frozenset[str]:
    return frozenset(_LEAKED.read_text(encoding="utf-8").split())


@cache
def _common() -> frozenset[str]:
    runs = {
        run[start:end]
        for row, backwards in product(_RUNS, (False, True))
        for run in [row[::-1] if backwards else row]
        for start in range(len(run))
        for end in range(start + _SHORTEST_RUN, len(run) + 1)
    }
    listed = (word for path in _LISTS for word in path.read_text(encoding="utf-8").split())
    return frozenset({*listed, *_plain(_HOUSE).split(), *runs})


@cache
def _common_by_sound() -> frozenset[str]:
    return frozenset(_by_sound(word) for word in _common() if len(word) > PIECE)


def _by_sound(text: str) -> str:
    """Cyrillic and its many ways in Latin letters, written in one way: "zdravstvuyte" as "здравствуйте"."""
    latin = text.translate(_SOUNDS)
    for pattern, sound in _SAME_SOUND:
        latin = re.sub(pattern, sound, latin)
    return latin


def _count_words(text: str, common: Set[str], own: Set[str], *, piece: int) -> int:
    """The fewest different common words that it is made of; so many letters of none count as one, figures and signs do
    not. Three is the most that is counted: how many more there are decides nothing."""
    fewest: list[frozenset[str]] = [frozenset()]
    in_row = 0
    for end, sign in enumerate(text, start=1):
        in_row = in_row + 1 if sign.isalpha() else 0
        words = fewest[-1] | {sign} if sign.isalpha() else fewest[-1]
        for start in range(max(0, end - LONGEST), end - 1):
            word = text[start:end]
            if len(fewest[start]) + (word not in fewest[start]) < len(words) and (
                end - start <= min(piece, in_row) or word in common or word in own
            ):
                words = fewest[start] | {word}
        fewest.append(words)
        if min(map(len, fewest[-LONGEST:])) >= WORDS:
            return WORDS
    return len(fewest[-1])
