"""Codes and PINs: easy to copy, hard to guess."""

import pytest

from app.services.people import ALPHABET, code_hash, is_obvious, new_card, new_code, read_code


def test_a_code_has_no_sign_that_looks_like_another() -> None:
    assert len(ALPHABET) == 31
    assert not set(ALPHABET) & set("IOL01")
    assert all(len(new_code()) == 8 and set(new_code()) <= set(ALPHABET) for _ in range(50))


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("ABCE-HKMP", id="with the dash of the card"),
        pytest.param(" abce hkmp ", id="small letters and blanks"),
        pytest.param("АВСЕНКМР", id="all in Cyrillic letters that look the same"),
        pytest.param("авсе-нкмр", id="small Cyrillic letters"),
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "ABCEHKMP"


def test_the_hash_of_a_code_depends_on_the_secret_of_the_instance() -> None:
    assert code_hash("one", "ABCEHKMP") == code_hash("one", "abce-hkmp")
    assert code_hash("one", "ABCEHKMP") != code_hash("other", "ABCEHKMP")


@pytest.mark.parametrize("pin", ["111111", "121212", "112211", "123456", "654321", "890123", "123123"])
def test_a_pin_that_people_try_first_is_obvious(pin: str) -> None:
    assert is_obvious(pin)


def test_no_card_has_an_obvious_pin() -> None:
    assert not is_obvious("739205")
    assert not any(is_obvious(new_card().pin) for _ in range(200))
