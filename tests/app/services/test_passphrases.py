"""Passphrases that others would try first are not taken, whatever they are disguised as."""

from pathlib import Path

import pytest

from app.services.passphrases import Weakness, own_words, weakness_of
from tests.app.conftest import School

PHRASES = Path("app/services/known_phrases.txt")
OWN = ["aigul", "Safe ways", "Bilim qory"]


@pytest.mark.parametrize(
    "passphrase",
    [
        *("password1234", "123456789012", "administrator", "navigator2026", "smartnavigator", "qwertyuiop12"),
        *("йцукенгшщзхъ", "фывапролджэ1", "ASDFGHJKL123", "qazwsxedcrfv", "abcdefghijkl"),
        *("P@ssw0rd2026", "Qwerty!2345678", "iloveyou1234", "dragon123456"),
        *("администратор", "пароль123456", "құпиясөз2026", "ПАРОЛЬ-пароль"),
        *("gfhjkm123456", "yfdbufnjh2026", "зфыыцщкв2026", "n4v1g4t0r2026"),
        *("letmeinletmein", "kx7!kx7!kx7!", "aaaaaaaaaaaaaaaa", "abcabcabcabc"),
        *("summer winter 26", "aigul2026!!!!", "bilimqory2026", "safe-ways-2026", "BilimNavigator"),
    ],
)
def test_what_others_try_first_is_refused(passphrase: str) -> None:
    assert weakness_of(passphrase, OWN) is Weakness.GUESSABLE


def test_whatever_has_leaked_and_is_long_enough_is_refused() -> None:
    leaked = Path("app/services/leaked_passphrases.txt").read_text(encoding="utf-8").split()

    assert len(leaked) == 229
    assert [it for it in leaked if weakness_of(it) is not Weakness.GUESSABLE] == []
    assert weakness_of("89876065093Rax") is Weakness.GUESSABLE, "no word, no row of keys: it is known by the list alone"


@pytest.mark.parametrize(
    "passphrase",
    [
        *("безопасность1", "здравствуйте", "учительница1", "красавица-2026", "трудоустройство9", "воспитательница!"),
        *("безопасностьобразование", "морковка-любовь-1", "ответственность1"),
        *("болашақ202612", "мұғалім20262026", "сәлеметсіз бе1", "қауіпсіздік12", "қазақстан-астана"),
        *("bolashak2026", "bezopasnost2026", "zdravstvuyte", "uchitelnica2026", "kauipsizdik2026", "mugalim-2026-12"),
        *("otvetstvennostbezopasnost", "correcthorse12", "correcthorsebatterystaple", "Correct Horse Battery Staple!"),
        "sunflowermeadow2026",
    ],
)
def test_one_word_or_two_are_refused_in_every_language_and_in_latin_letters_whether_listed_or_not(
    passphrase: str,
) -> None:
    assert weakness_of(passphrase) is Weakness.GUESSABLE


@pytest.mark.parametrize(
    "passphrase",
    [
        *(
            "maytheforcebewithyou",
            "May the Force be with you!",
            "m4y-the-f0rce-be-with-you-26",
            "to be or not to be or not",
        ),
        *(
            "to be or not to be",
            "open-sesame-open",
            "winter-summer-winter",
            "Сезам, откройся, сезам",
            "winteriscoming winter",
        ),
        *("быть или не быть 2026", "мама мыла раму 123", "Слава Казахстану!", "vsebudethorosho", "рыжая-рыжая-лиса"),
        *("Менің Қазақстаным", "білім – таусылмас кен", "bilim tausylmas ken", "тілім бар жерде мен бар"),
    ],
)
def test_a_phrase_that_everybody_knows_and_words_said_twice_are_refused(passphrase: str) -> None:
    assert weakness_of(passphrase) is Weakness.GUESSABLE


def test_every_phrase_of_the_list_is_refused_also_with_a_year() -> None:
    phrases = [line for line in PHRASES.read_text(encoding="utf-8").splitlines() if line]

    assert len(phrases) > 150
    assert [it for it in phrases if len(it) >= 12 and weakness_of(it) is not Weakness.GUESSABLE] == []
    assert [it for it in phrases if len(it) >= 12 and weakness_of(f"{it} 2026!") is not Weakness.GUESSABLE] == []
    assert phrases == sorted(set(phrases))


@pytest.mark.parametrize(
    "passphrase",
    [
        *("семь камней на дороге", "жёлтый чайник поёт ночью", "лимон мост вторник труба"),
        *("қызыл алма көк аспан", "ұзақ жол мамыр айында", "үйде төрт мысық ұйықтап жатыр"),
        *(
            "violet kettles seldom whistle",
            "kirpich samovar tuman okno",
            "velosipedchaynikoblakoyabloko",
            "Kp8vNq2wXz5t",
        ),
    ],
)
def test_four_words_or_a_row_of_chance_are_taken_in_every_language(passphrase: str) -> None:
    assert weakness_of(passphrase) is None


@pytest.mark.parametrize(
    "passphrase",
    [
        *("a long walk in may", "seven stones on the road", "lemon bridge tuesday"),
        *("жёлтый чайник поёт ночью", "төрт сөз бір жерде", "x9#kQ2!vLp0z", "ABCDE-FGHJK-MNPQR"),
        "safe ways to the lemon bridge",
    ],
)
def test_words_that_nobody_else_puts_together_are_taken(passphrase: str) -> None:
    assert weakness_of(passphrase, OWN) is None


def test_eleven_signs_are_too_few_whatever_they_are() -> None:
    assert weakness_of("x9#kQ2!vLp0") is Weakness.SHORT


def test_the_names_of_this_place_are_those_of_its_programmes_and_partners_and_one_s_own(school: School) -> None:
    assert set(own_words(school.session, "aigul")) == {"aigul", "Safe ways", "Bilim"}


def test_a_name_of_this_place_is_no_weakness_elsewhere() -> None:
    for written in ("zhaksylykbekova serik26", "Жақсылықбекова Серік"):
        assert weakness_of(written, ["Zhaksylykbekova"]) is Weakness.GUESSABLE
        assert weakness_of(written, OWN) is None


@pytest.mark.parametrize("length", [200, 10_000])
def test_a_long_one_is_looked_at_at_once(length: int) -> None:
    assert weakness_of(("seven stones " * length)[: length - 1] + "z") is None
