"""A browser that can speak, since the one of the tests cannot; what it is saying can be read."""

import json

from playwright.sync_api import Page

SPEECH = """(() => {
    const said = window.said = [];
    const queue = [];
    const speech = {};  // not an EventTarget: on an older iPhone it is none
    const tell = () => { speech.speaking = queue.length > 0; speech.pending = queue.length > 1; };
    speech.getVoices = () => VOICES;
    speech.speak = (it) => { queue.push(it); said.push([it.lang, it.text]); tell(); };
    speech.cancel = () => { queue.length = said.length = 0; tell(); };
    window.hearOut = () => { const it = queue.shift(); said.shift(); tell(); it.onend(); };  // as Chromium does
    Object.defineProperty(window, "speechSynthesis", { value: speech });
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
})()"""


def give_voices(page: Page, *languages: str, is_local: bool = True) -> None:
    """From the next page on; `is_local`: the voice lives on the phone and not at its maker's."""
    voices = [{"lang": language, "localService": is_local} for language in languages]
    page.context.add_init_script(SPEECH.replace("VOICES", json.dumps(voices)))


def hear_out(page: Page) -> None:
    """What is said now comes to its end, and the next is about to begin."""
    page.evaluate("window.hearOut()")


def utterances(page: Page) -> list[str]:
    """What is being said, part by part."""
    return [text for _, text in page.evaluate("window.said")]
