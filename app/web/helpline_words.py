"""The words of the helplines that ship with the code, marked so that they are translated like every other sentence."""

import hashlib
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Blueprint
from flask_babel import gettext
from flask_babel import gettext as _

from app.sentences import N_
from app.store.programmes.helplines import EMERGENCY, HELPLINE, PICTURES, Helpline, good_until, is_emergency
from app.store.programmes.partners import Partner

WORDS = (
    N_("All emergencies"),
    N_("Police"),
    N_("State line on family, women and children"),
    N_("Line for people in trouble at work or on the road"),
    N_("Line for children and young people"),
    N_("Line for children"),
    N_("Social protection and violence at home"),
    N_("Line for migrants"),
    N_("Trust line for women and children"),
    N_("Customs line for travellers"),
    N_("Advice before going abroad (Ashgabat)"),
    N_("Advice before going abroad (second line)"),
    N_("Trust line on violence at home"),
    N_("Line for people in trouble at work or on the road (Dushanbe)"),
    N_("Commissioner for Human Rights"),
    N_("Line for foreigners"),
    N_("Take It Down"),
    N_("StopNCII"),
    N_("everyone"),
    N_("children, women and families; violence and bullying"),
    N_("people in trouble at work or on the road; advice of a lawyer or psychologist"),
    N_("children and young people"),
    N_("children; adults who worry about a child"),
    N_("people in need; violence at home"),
    N_("people who work abroad or plan to"),
    N_("women and children; violence, dark thoughts"),
    N_("people on the road"),
    N_("people who plan to go abroad"),
    N_("people who are hurt at home"),
    N_("people in trouble at work or on the road"),
    N_("everyone; the rights of children"),
    N_("children, teenagers and parents; no name is asked"),
    N_("foreigners in Türkiye; seven languages"),
    N_("pictures taken before you were 18; no name is asked"),
    N_("pictures taken when you were 18 or older"),
    N_("office hours"),
    N_("Kazinform, state news agency: the Ministry of Emergency Situations on the 112 service"),
    N_("Azattyk (ru24.net): the Ministry of Emergency Situations asks to call 112"),
    N_("advice.uz: Government decree on the 112 service"),
    N_("Committee for Emergency Situations: call 112"),
    N_("Asia-Plus: calls to the police on 02 and 102"),
    N_("Vysota 102: the State Duma passes the law on the number 112"),
    N_("Health directorate of Sinop: one number for every emergency, 112"),
    N_("Kazinform, state news agency: the Government on the 111 contact centre"),
    N_("old.customs.uz: Combating human trafficking"),
    N_("IOM Turkmenistan site"),
    N_("UN Network on Migration: YIMER 157"),
    N_("takeitdown.ncmec.org: questions and answers"),
    N_("stopncii.org: questions and answers"),
    N_("Zakon.kz: rules for calling 102"),
    N_("Liter.kz: on the line 11616, July 2021"),
    N_("IREX: Help is Only a Phone Call Away"),
    N_("24.kg: the ministry asks to report violence at home to 102"),
    N_("24.kg: calls to the line for children"),
    N_("24.kg: helpline 117"),
    N_("migranty.org: line for migrants 1899"),
    N_("Trend (israelan.com): 112 starts in Tashkent from June 2024"),
    N_("Nova24: rules on help to women and children"),
    N_("Caravanserai (EU Delegation statement)"),
    N_("Asia-Plus: US government continues support to counter-trafficking"),
    N_("ChechnyaToday/RIA: 112 goes live"),
    N_("Izvestia64: children helpline"),
)


def helpline_text(text: str) -> str:
    """Returns a text of a helpline, translated if it ships with the code; an administrator's own is left as it is."""
    return gettext(text) if text in WORDS else text


def kind_name(kind: str) -> str:
    """Returns in a word or two what kind of helpline this is; its code for a kind of another version."""
    names = {EMERGENCY: _("Emergency number"), HELPLINE: _("Helpline"), PICTURES: _("Service on the web")}
    return names.get(kind, kind)


def capital(text: str) -> str:
    """Returns a text with a capital first letter, to begin a sentence with it."""
    return text[:1].upper() + text[1:]


def dialled(number: str) -> str:
    """Returns a telephone number as a phone dials it: digits and plus signs."""
    return re.sub(r"[^0-9+]", "", number)


def last_day(line: Helpline) -> str:
    """Returns the last day on which a phone may show a helpline that it keeps, as 2027-05-01.

    "" for an emergency number, which a phone may always show. Also "" for a line that nobody has confirmed and no
    official source names: pass only lines that are shown (`list_shown`), or it would seem to be good for ever.
    """
    until = good_until(line)
    return until.isoformat() if until and not is_emergency(line) else ""


def digest_of(lines: Sequence[Helpline], organisation: Partner | None = None) -> str:
    """Returns 12 hexadecimal digits that change as soon as anything shown of these lines, or of an organisation, does.

    By them phones know when to fetch the lines again.
    """
    words = (
        f"{it.kind} {it.number} {it.service} {it.audience} {it.hours} {it.is_free} {it.source} {it.sourced_on}"
        f" {it.confirmed_on} {good_until(it)}"
        for it in lines
    )
    own = (
        f"{it.ref} {it.name} {it.contact} {it.contact_hours} {it.contact_confirmed_on}"
        for it in ([organisation] if organisation else [])
    )
    return hashlib.sha256("\n".join((*words, *own)).encode()).hexdigest()[:12]


def chat_place(address: str) -> str:
    """Returns the host of a chat's address, such as t.me for https://t.me/somebody."""
    return urlsplit(address).netloc


def register(bp: Blueprint) -> None:
    bp.add_app_template_filter(helpline_text)
    bp.add_app_template_filter(capital)
    bp.add_app_template_filter(dialled)
    bp.add_app_template_filter(chat_place)
    bp.add_app_template_filter(good_until)
    bp.add_app_template_filter(last_day)
