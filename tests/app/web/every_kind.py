"""A lesson with every kind of activity, in Russian and English, in the place of the second lesson of the course."""

import hashlib
import json
from typing import Any

from app.content import Picture, Release
from courses import Disclosure, LessonStructure, LessonWords, PlanStep, SessionPlan
from courses.activities import ActivityStructure

NUMBER = 2
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 120" width="320" height="120">'
    '<rect x="20" y="20" width="280" height="80" rx="12" fill="#e0ecee" stroke="#0f5261" stroke-width="3"/>'
    '<path d="M40 50h90M40 70h60" stroke="#1b2529" stroke-width="4"/></svg>'
)
PICTURE = Picture(digest=hashlib.sha256(DRAWING.encode()).hexdigest(), svg=DRAWING, width=320, height=120)
ADDRESS = f"/p/{PICTURE.digest[:16]}.svg"

ACTIVITIES: list[dict[str, Any]] = [
    {"kind": "story", "id": "hotel", "nodes": {
        "start": {"call": "phone", "pay": "queue", "contract": "paper"},
        "phone": {"wait": "home", "go": "bus"}, "queue": {"ask": "home", "again": "bus"},
        "paper": {"wait": "home", "go": "bus"}, "home": {}, "bus": {}}},
    {"kind": "flags", "id": "advert", "shown_as": "advert",
     "parts": ["near", "pay", "easy", "ticket", "meals", "three", "photo"],
     "flags": ["pay", "easy", "ticket", "three"]},
    {"kind": "flags", "id": "chat", "shown_as": "chat", "parts": ["hello", "ask", "firm", "rush"],
     "flags": ["firm", "rush"]},
    {"kind": "sort", "id": "piles", "piles": ["normal", "unfair", "danger"],
     "cards": {"late": "unfair", "shift": "normal", "passport": "danger", "boss": "normal"}},
    {"kind": "check", "id": "sunday", "options": ["wait", "call", "scold"], "key": "call"},
    {"kind": "order", "id": "first", "steps": ["place", "call", "address"]},
    {"kind": "checklist", "id": "plan", "entries": ["copies", "two", "word"]},
    {"kind": "count", "id": "debt", "debt": 600, "pay": 250, "growth": 150, "costs": 120, "months": 3},
    {"kind": "reflection", "id": "strength"},
    {"kind": "talk", "id": "room", "minutes": 10},
]  # fmt: skip


def _lines(**words: str) -> list[dict[str, str]]:
    """`words | reason` by id; a hyphen of an id is not needed here."""
    lines = []
    for line_id, text in words.items():
        html, _, reason = text.partition(" | ")
        lines.append({"id": line_id, "html": html, **({"reason_html": reason} if reason else {})})
    return lines


def _node(node_id: str, heading: str, html: str, **choices: str) -> dict[str, Any]:
    return {"id": node_id, "heading": heading, "html": f"<p>{html}</p>", "choices": _lines(**choices)}


def _step(heading: str, **block: Any) -> dict[str, Any]:
    return {"heading": heading, "blocks": [block]}


RUSSIAN: dict[str, Any] = {
    "title": "Работа в отеле",
    "summary": "Пройти чужую дорогу, прочитать объявление и разложить карточки.",
    "note": "Здесь придуманные люди. Ни с кем ничего плохого не случится. Остановиться можно в любой момент.",
    "steps": [
        _step("О чём это", kind="prose", html=(
            f'<p>Прочитай объявление на стене.</p><p><img src="{ADDRESS}" alt="Листок с двумя строками" width="320" '
            'height="120" loading="lazy"></p><blockquote><p><strong>Лола:</strong> Привет!</p></blockquote>'
        )),
        _step("Алия и работа в отеле", kind="story", id="hotel", introduction_html="<p>Алие 17.</p>", nodes=[
            _node("start", "Письмо", "Нужен администратор в отель. 900 $, билет оплачен. Ответ до вечера!",
                  call="Сама позвонит в отель", pay="Заплатит 50 $ за визу", contract="Попросит договор"),
            _node("phone", "Звонок", "В отеле никого не ищут.", wait="Откажется", go="Всё равно поедет"),
            _node("queue", "Очередь", "Просят ещё 100 $.", ask="Спросит дядю", again="Заплатит ещё раз"),
            _node("paper", "Договор", "Договор обещают в аэропорту.", wait="Подождёт", go="Поедет"),
            _node("home", "Дома", "Алия дома. Через месяц она находит работу рядом."),
            _node("bus", "Автобус", "На вокзале Алия звонит тёте. Тётя встречает её."),
        ]),
        _step("Что здесь не так?", kind="flags", id="advert",
              introduction_html="<p>Нажми на строки, где видишь подвох.</p>", parts=_lines(
                  near="Жильё рядом с работой | Так часто бывает. Адрес можно проверить.",
                  pay="2 000 $ в месяц, 16–25 лет | Платят вчетверо больше, чем все вокруг.",
                  easy="Опыт, язык и бумаги не нужны | Так никто не нанимает на хорошую работу.",
                  ticket="Билет купим, вернёшь с зарплаты | Это долг. Пока не вернёшь, уйти трудно.",
                  meals="Питание 3 $ в день, есть в договоре | Сумму можно посчитать.",
                  three="Осталось 3 места, вылет в пятницу | Спешка не даёт спросить.",
                  photo="Офис на улице Портовой, 14 | Адрес можно проверить.")),
        _step("То же самое в чате", kind="flags", id="chat", introduction_html="<p>Рустаму пишет Лола.</p>",
              parts=_lines(
                  hello="<strong>Лола:</strong> Привет! Говорят, ты сварщик. | Обычное начало.",
                  ask="<strong>Рустам:</strong> В какой фирме? | Хороший вопрос.",
                  firm="<strong>Лола:</strong> Фирма большая, сам увидишь | Имени фирмы нет.",
                  rush="<strong>Лола:</strong> Держу место до шести | Спешка не даёт спросить.")),
        _step("Три стопки", kind="sort", id="piles", introduction_html="<p>Куда положить карточку?</p>", piles=[
            {"id": "normal", "heading": "Обычно", "cards": _lines(
                shift="Смена восемь часов | Так и должно быть.", boss="Начальник строгий | Это не опасно.")},
            {"id": "unfair", "heading": "Нечестно", "cards": _lines(
                late="Зарплату задержали на два месяца | Это нарушение. С этим помогает инспекция труда.")},
            {"id": "danger", "heading": "Опасно", "cards": _lines(
                passport="Паспорт забрали «на хранение» | Без паспорта трудно уйти.")},
        ]),
        _step("Воскресенье", kind="check", id="sunday", case_html="<p>Подруга не позвонила в воскресенье.</p>",
              question_html="Что сделать сначала?", options=_lines(
                  wait="Подождать ещё неделю | За неделю многое может измениться.",
                  call="Позвонить ей самой и спросить кодовое слово | Да. Один звонок, и всё ясно.",
                  scold="Отругать её | Она может бояться отвечать.")),
        _step("Что сначала?", kind="order", id="first", introduction_html="<p>Поставь по порядку.</p>", steps=_lines(
            place="Уйти туда, где люди | Там спокойнее думать.", call="Позвонить | Теперь можно говорить.",
            address="Записать адрес | Он понадобится потом.")),
        _step("Мой план", kind="checklist", id="plan", introduction_html="<p>Отметь, что уже готово.</p>",
              entries=[*_lines(copies="Копии документов у близких", two="Адрес работы знают двое"),
                       {"id": "word", "html": "Кодовое слово", "hint_html": "Такое, о котором никто не догадается"}]),
        _step("Долг", kind="count", id="debt", introduction_html="<p>Попробуй другие числа.</p>",
              labels=_lines(debt="Долг сейчас", pay="Платят в месяц", growth="Прибавляет хозяин",
                            costs="Удержат за еду"),
              outcomes=[{"id": "grows", "heading": "Долг растёт", "html": "<p>Так держат людей.</p>"},
                        {"id": "shrinks", "heading": "Долг уменьшается", "html": "<p>Спроси, когда он кончится.</p>"},
                        {"id": "paid", "heading": "Долга нет", "html": "<p>Теперь платят тебе.</p>"}]),
        _step("Для себя", kind="reflection", id="strength", html="<p>Что у тебя хорошо получается?</p>"),
        _step("Тихая минута", kind="prose", html="<p>Опусти плечи. Посмотри в окно.</p>"),
        _step("В комнате", kind="talk", id="room", html="<p>Спросите: кому можно позвонить ночью?</p>"),
    ],
}  # fmt: skip


WORDS = "Ask them to read the advert on their phones, two and two, and to find each line that wants something. " * 3
PLAN = SessionPlan(
    aim="Learners can tell a line that can be checked from one that wants something of them too early.",
    minutes=40,
    prepare=(
        "The printed adverts, one for two learners",
        "A pen for each pair",
        "A helpline on the wall",
    ),
    steps=tuple(PlanStep(heading=f"Part {n}", html=f"<p>{WORDS}</p>") for n in range(1, 6)),
)
DISCLOSURE = Disclosure(
    title="When a learner tells you something",
    steps=tuple(
        PlanStep(heading=heading, html=f"<p>{WORDS}</p>")
        for heading in ("Listen", "Do not investigate", "Do not promise secrecy", "Refer")
    ),
)


def every_kind(release: Release) -> Release:
    """The course with this lesson in it."""
    structures = list(release.course.lessons)
    old = structures[NUMBER - 1]
    structures[NUMBER - 1] = LessonStructure.model_validate_json(
        json_of({**old.model_dump(mode="json"), "activities": ACTIVITIES})
    )
    words = LessonWords.model_validate_json(json_of(RUSSIAN))
    course = release.course.model_copy(update={"lessons": tuple(structures)})
    lessons = {**release.lessons, old.id: {"ru": words}}
    return release.model_copy(
        update={
            "course": course,
            "lessons": lessons,
            "pictures": {**release.pictures, "paper.svg": PICTURE},
            "plans": {**release.plans, old.id: {"en": PLAN}},
            "disclosure": {**release.disclosure, "en": DISCLOSURE},
        }
    )


def activity(kind: str) -> ActivityStructure:
    """The first of this kind."""
    return LessonStructure.model_validate_json(
        json_of({"id": "x", "folder": "x", "minutes": 1, "objectives": [], "sources": [], "activities": ACTIVITIES})
    ).activity(next(each["id"] for each in ACTIVITIES if each["kind"] == kind))


def screen_of(activity_id: str) -> int:
    """The number of the screen that an activity stands on."""
    blocks = [step["blocks"][0] for step in RUSSIAN["steps"]]
    return 1 + next(n for n, block in enumerate(blocks) if block.get("id") == activity_id)


def json_of(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
