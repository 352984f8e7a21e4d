"""A table to type sheets into without a connection: the group's numbers are its rows, the upload reads it back."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.exports import workbook
from app.services.facilitator.paper_cells import AGE, DAY, FORM, NUMBER, SEX
from app.services.releases import release_of
from app.web.access import audience
from app.web.lead.file_names import sent_as
from app.web.lead.led import led_to_read, wave_named
from app.web.lead.paper.columns import heads, questions
from app.web.lead.paper.grid import lines_of
from app.web.staff_words import wave_name
from app.web.transaction import reading


@audience("facilitator")
def paper_template(ref: str, wave: str) -> ResponseReturnValue:
    """Sends a table (.xlsx) with a row for each sheet that may be typed in, its columns named as on the sheet.

    Rows of printed cards that nobody has used have columns for sex and age. It holds no answer and no code.
    """
    cohort = led_to_read(ref)
    of = wave_named(wave, cohort)
    rows = lines_of(cohort, of)
    named = heads()
    who = (SEX, AGE) if any(row.asks_who for row in rows) else ()
    numbers = [str(n) for n, _name in enumerate(questions(release_of(reading(), cohort.course_release_id), of), 1)]
    head = [named[NUMBER], named[FORM], *(named[it] for it in who), *numbers, named[DAY]]
    cells = [[str(row.handle), row.form, *[""] * (len(head) - 2)] for row in rows]
    test = wave_name(of.value)
    return sent_as(cohort, _("sheets, %(test)s", test=test), workbook({test: [head, *cells]}), "xlsx")
