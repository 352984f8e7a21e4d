"""A browser that can speak, since the one of the tests cannot; what it is saying can be read."""

import json

from playwright.sync_api import Page

SPEECH = """(() => {
    const said = window.said = [];
    const speech = new EventTarget();
    speech.getVoices = () => VOICES;
    speech.speak = (it) => { speech.speaking = true; said.push([it.lang, it.text]); };
    speech.cancel = () => { speech.speaking = false; said.length = 0; };
    Object.defineProperty(window, "speechSynthesis", { value: speech });
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
})()"""


def give_voices(page: Page, *languages: str, is_local: bool = True) -> None:
    """From the next page on; `is_local`: the voice lives on the phone and not at its maker's."""
    voices = [{"lang": language, "localService": is_local} for language in languages]
    page.context.add_init_script(SPEECH.replace("VOICES", json.dumps(voices)))


def said(page: Page) -> list[str]:
    """What is being said, part by part."""
    return [text for _, text in page.evaluate("window.said")]
