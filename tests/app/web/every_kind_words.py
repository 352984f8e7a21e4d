"""The words of the lesson with every kind of activity, in Russian and in Kazakh, and its picture."""

import hashlib
from typing import Any

from app.content import Picture

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 120" width="320" height="120">'
    '<rect x="20" y="20" width="280" height="80" rx="12" fill="#e0ecee" stroke="#0f5261" stroke-width="3"/>'
    '<path d="M40 50h90M40 70h60" stroke="#1b2529" stroke-width="4"/></svg>'
)
PICTURE = Picture(digest=hashlib.sha256(DRAWING.encode()).hexdigest(), svg=DRAWING, width=320, height=120)
ADDRESS = f"/p/{PICTURE.digest[:16]}.svg"


def _lines(**words: str) -> list[dict[str, str]]:
    """`words | reason` by id; a hyphen of an id is not needed here."""
    lines = []
    for line_id, text in words.items():
        html, _, reason = text.partition(" | ")
        lines.append({"id": line_id, "html": html, **({"reason_html": reason} if reason else {})})
    return lines


def _node(node_id: str, heading: str, html: str, **choices: str) -> dict[str, Any]:
    return {"id": node_id, "heading": heading, "html": f"<p>{html}</p>", "choices": _lines(**choices)}


def _says(sender: str, html: str = "", **sent: str) -> dict[str, str]:
    """A message; sent: a voice or a picture."""
    return {"kind": "message", "sender": sender, "html": html, **sent}


def _happens(html: str) -> dict[str, str]:
    return {"kind": "prose", "html": f"<p>{html}</p>"}


def _chat(node_id: str, heading: str, *parts: dict[str, str], **choices: str) -> dict[str, Any]:
    return {"id": node_id, "heading": heading, "html": "", "chat": list(parts), "choices": _lines(**choices)}


def _labels(heading: str, **words: str) -> dict[str, Any]:
    return {"heading": heading, "lines": _lines(**words)}


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
        _step("Алия и работа в отеле", kind="story", id="hotel", introduction_html="<p>Алие 17.</p>",
              people=_labels("Переписка", you="Алия", saule="Сауле"),
              checks=_labels("Пять проверок", who="Кто?", what="Что?", papers="Бумаги?", back="Обратно?",
                             knows="Кто знает?"),
              costs=_labels("Сколько ушло", money="Денег: {n} $", days="Дней: {n}", papers="Бумаг: {n}"), nodes=[
            _chat("start", "Письмо", _says("saule", "Нужен администратор в отель. Билет оплачен."),
                  _says("saule", "Ответ до вечера!", voice="0:06"),
                  call="Сама позвонит в отель", pay="Заплатит 50 $ за визу", contract="Попросит договор"),
            _node("phone", "Звонок", "В отеле никого не ищут.", wait="Откажется", go="Всё равно поедет"),
            _node("queue", "Очередь", "Просят ещё 100 $.", ask="Спросит дядю", again="Заплатит ещё раз"),
            _chat("paper", "Договор", _says("you", "А договор?"), _says("saule", picture="отель у моря"),
                  _says("saule", "Договор обещают в аэропорту."), _happens("Это поздно."),
                  wait="Подождёт", go="Поедет"),
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
                  call="Позвонить ей самой и спросить кодовое слово | Один звонок, и всё ясно.",
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
        _step("Скажи вслух", kind="rehearse", id="aloud", introduction_html="<p>Тебя торопят: «Паспорт сегодня!»</p>",
              ways=_lines(short="Нет, сначала покажите офис. | Коротко, и ты никому ничего не должен.",
                          kind="Спасибо, покажу его при подписании. | Вежливо, и паспорт у тебя.")),
        _step("Твоё объявление", kind="own", id="mine", introduction_html="<p>Возьми объявление.</p>", checks=[
            {"id": "who", "html": "Кто предлагает?", "hint_html": "Имя, которое знает кто-то ещё."},
            {"id": "where", "html": "Где это?"}, {"id": "pay", "html": "Сколько платят и когда?"}]),
        _step("Тихая минута", kind="prose", html="<p>Опусти плечи. Посмотри в окно.</p>"),
        _step("В комнате", kind="talk", id="room", html="<p>Спросите: кому можно позвонить ночью?</p>"),
    ],
}  # fmt: skip

KAZAKH: dict[str, Any] = {
    "title": "Қонақүйдегі жұмыс",
    "summary": "Біреудің жолымен жүріп көру, хабарландыруды оқу, карталарды бөлу.",
    "note": "Мұнда ойдан шығарылған адамдар. Ешкімге жамандық болмайды. Кез келген сәтте тоқтауға болады.",
    "steps": [
        _step("Бұл не туралы", kind="prose", html=(
            f'<p>Қабырғадағы хабарландыруды оқы.</p><p><img src="{ADDRESS}" alt="Екі жолы бар қағаз" width="320" '
            'height="120" loading="lazy"></p><blockquote><p><strong>Лола:</strong> Сәлем!</p></blockquote>'
        )),
        _step("Әлия мен қонақүй", kind="story", id="hotel", introduction_html="<p>Әлия 17 жаста.</p>",
              people=_labels("Хат алмасу", you="Әлия", saule="Сәуле"),
              checks=_labels("Бес тексеру", who="Кім?", what="Не?", papers="Қағаз?", back="Қайту?",
                             knows="Кім біледі?"),
              costs=_labels("Не кетті", money="Ақша: {n} $", days="Күн: {n}", papers="Қағаз: {n}"), nodes=[
            _chat("start", "Хат", _says("saule", "Қонақүйге әкімші керек. Билет төленген."),
                  _says("saule", "Жауап кешке дейін!", voice="0:06"),
                  call="Қонақүйге өзі қоңырау шалады", pay="Виза үшін 50 $ төлейді", contract="Шартты сұрайды"),
            _node("phone", "Қоңырау", "Қонақүй ешкімді іздемейді.", wait="Бас тартады", go="Бәрібір барады"),
            _node("queue", "Кезек", "Тағы 100 $ сұрайды.", ask="Нағашысынан сұрайды", again="Тағы төлейді"),
            _chat("paper", "Шарт", _says("you", "Шарт қайда?"), _says("saule", picture="теңіздегі қонақүй"),
                  _says("saule", "Шартты әуежайда береміз дейді."), _happens("Ол кезде кеш."),
                  wait="Күте тұрады", go="Барады"),
            _node("home", "Үйде", "Әлия үйінде. Бір айдан кейін жақын жерден жұмыс табады."),
            _node("bus", "Автобус", "Бекетте Әлия апасына қоңырау шалады. Апасы оны қарсы алады."),
        ]),
        _step("Мұнда не дұрыс емес?", kind="flags", id="advert",
              introduction_html="<p>Қулық көрінген жолдарды бас.</p>", parts=_lines(
                  near="Тұрғын үй жұмысқа жақын | Мұндай жиі болады. Мекенжайды тексеруге болады.",
                  pay="Айына 2 000 $, 16–25 жас | Айналадағылардан төрт есе көп төлейді.",
                  easy="Тәжірибе, тіл, қағаз керек емес | Жақсы жұмысқа бұлай алмайды.",
                  ticket="Билетті аламыз, жалақыдан қайтарасың | Бұл қарыз. Қайтармайынша, кету қиын.",
                  meals="Тамақ күніне 3 $, шартта жазылған | Бұл ақшаны есептеп шығуға болады.",
                  three="3 орын қалды, ұшу жұма күні | Асықтырса, сұрап үлгермейсің.",
                  photo="Кеңсе: Порт көшесі, 14 | Мекенжайды тексеруге болады.")),
        _step("Чатта да солай", kind="flags", id="chat", introduction_html="<p>Рүстемге Лола жазады.</p>",
              parts=_lines(
                  hello="<strong>Лола:</strong> Сәлем! Сен дәнекерлеуші екенсің. | Жай ғана бастау.",
                  ask="<strong>Рүстем:</strong> Қай фирма? | Жақсы сұрақ.",
                  firm="<strong>Лола:</strong> Фирма үлкен, өзің көресің | Фирманың аты жоқ.",
                  rush="<strong>Лола:</strong> Орынды алтыға дейін ұстаймын | Асықтырса, сұрап үлгермейсің.")),
        _step("Үш бума", kind="sort", id="piles", introduction_html="<p>Картаны қайда саламыз?</p>", piles=[
            {"id": "normal", "heading": "Қалыпты", "cards": _lines(
                shift="Ауысым сегіз сағат | Дәл осылай болуы керек.", boss="Бастық қатал | Бұл қауіпті емес.")},
            {"id": "unfair", "heading": "Әділетсіз", "cards": _lines(
                late="Жалақыны екі ай кешіктірді | Бұл заң бұзу. Еңбек инспекциясы көмектеседі.")},
            {"id": "danger", "heading": "Қауіпті", "cards": _lines(
                passport="Төлқұжатты «сақтауға» алып қойды | Төлқұжатсыз кету қиын.")},
        ]),
        _step("Жексенбі", kind="check", id="sunday", case_html="<p>Құрбысы жексенбіде қоңырау шалмады.</p>",
              question_html="Алдымен не істеу керек?", options=_lines(
                  wait="Тағы бір апта күту | Бір аптада көп нәрсе өзгеруі мүмкін.",
                  call="Өзіне қоңырау шалып, құпия сөзді сұрау | Бір қоңырау — бәрі анық.",
                  scold="Оған ұрсу | Ол жауап беруге қорқуы мүмкін.")),
        _step("Алдымен не?", kind="order", id="first", introduction_html="<p>Ретімен қой.</p>", steps=_lines(
            place="Адамдар бар жерге бару | Онда ойлану жеңілірек.", call="Қоңырау шалу | Енді сөйлесуге болады.",
            address="Мекенжайды жазып алу | Ол кейін керек болады.")),
        _step("Менің жоспарым", kind="checklist", id="plan", introduction_html="<p>Дайын нәрсені белгіле.</p>",
              entries=[*_lines(copies="Құжат көшірмелері жақындарда", two="Жұмыс мекенжайын екі адам біледі"),
                       {"id": "word", "html": "Құпия сөз", "hint_html": "Ешкім таба алмайтын сөз"}]),
        _step("Қарыз", kind="count", id="debt", introduction_html="<p>Басқа сандарды қойып көр.</p>",
              labels=_lines(debt="Қазіргі қарыз", pay="Айына төлейді", growth="Қожайын қосады",
                            costs="Тамаққа ұстайды"),
              outcomes=[{"id": "grows", "heading": "Қарыз өседі", "html": "<p>Адамды осылай ұстайды.</p>"},
                        {"id": "shrinks", "heading": "Қарыз азаяды", "html": "<p>Қашан бітетінін сұра.</p>"},
                        {"id": "paid", "heading": "Қарыз жоқ", "html": "<p>Енді ақша өзіңе қалады.</p>"}]),
        _step("Өзің үшін", kind="reflection", id="strength", html="<p>Сенің қолыңнан не жақсы келеді?</p>"),
        _step("Дауыстап айт", kind="rehearse", id="aloud", introduction_html="<p>Сені асықтырады: «Паспорт бүгін!»</p>",
              ways=_lines(short="Жоқ, алдымен кеңсені көрсетіңіз. | Қысқа, әрі сен ешкімге қарыз емессің.",
                          kind="Рақмет, қол қойғанда көрсетемін. | Сыпайы, ал паспорт өзіңде.")),
        _step("Өз хабарландыруың", kind="own", id="mine", introduction_html="<p>Нақты хабарландыру ал.</p>", checks=[
            {"id": "who", "html": "Кім ұсынады?", "hint_html": "Басқа біреу де білетін аты."},
            {"id": "where", "html": "Қайда?"}, {"id": "pay", "html": "Қанша және қашан төленеді?"}]),
        _step("Тыныш минут", kind="prose", html="<p>Иығыңды босат. Терезеге қара.</p>"),
        _step("Бөлмеде", kind="talk", id="room", html="<p>Сұраңыз: түнде кімге қоңырау шалуға болады?</p>"),
    ],
}  # fmt: skip
