"""What a facilitator takes along of the own group: its result as PDF, and a list without answers or scores."""

from typing import Any

from flask import Response, abort, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.exports import (
    Document,
    Grid,
    NeedsExtra,
    Section,
    document_html,
    made_sentence,
    pdf_of,
    version,
    workbook,
)
from app.services.cohorts import note, today_of
from app.services.facilitator import roster
from app.services.facilitator.gain import lost_of
from app.services.facilitator.reaching import reach_of
from app.services.facilitator.roster import Taken
from app.services.releases import release_of
from app.services.waves import waves_of
from app.store.programmes import cohorts as rows
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.language import language
from app.web.lead.file_names import sent_as
from app.web.lead.led import led_to_read, step_shown
from app.web.lead.moved_dates import how_dates_moved
from app.web.lead.paper.words import came_by, erased_sentence, lost_sentence, parted_sentence
from app.web.lead.result import (
    beside_the_region,
    rule_of_objectives,
    standing_name,
    what_can_be_said,
    what_was_learned,
)
from app.web.lead.whole_group import how_tests_came, whole_group
from app.web.regional import day
from app.web.staff_words import left_because, wave_name
from app.web.transaction import database, reading
from app.wording import Words, what_would_make_it_false


@audience("facilitator")
def learned_pdf(ref: str) -> ResponseReturnValue:
    """Sends the result of an own group as PDF; the audit notes who took it.

    Answers 404 while there is none, and for fewer than LEAST learners with both tests, of whom no file is made; 501
    where the library for PDF is not installed.
    """
    cohort = led_to_read(ref)
    result = what_was_learned(cohort)
    if not result["items"]:
        abort(404)
    words = Words(language())
    try:
        data = pdf_of([document_html(_document(cohort, result, words), _pictures(result), words)])
    except NeedsExtra:
        why = _("This installation lacks the library for PDF. Print the page: a browser can save it as PDF, too.")
        back = url_for("lead.learned", ref=ref)
        return render_template("lead/no_file.html", why=why, back=back, cohort=cohort), 501
    return _sent(cohort, "cohort.result_file", data, "pdf", _("result"))


@audience("facilitator")
def own_file(ref: str) -> ResponseReturnValue:
    """Sends the list of an own group as a workbook: no answers, no scores, no codes; the audit notes who took it."""
    cohort = led_to_read(ref)
    sheets = {_("Group"): _rows(cohort), _("About this file"): _about(cohort)}
    return _sent(cohort, "cohort.file", workbook(sheets), "xlsx", _("list"))


def _sent(cohort: Cohort, act: str, data: bytes, form: str, what: str) -> Response:
    with database().writing() as session:  # what leaves is in the list of acts
        note(session, act, cohort, by=staff().staff_id, now=now())
    return sent_as(cohort, what, data, form)


def _document(cohort: Cohort, result: dict[str, Any], words: Words) -> Document:
    gain, today = result["gain"], today_of(cohort, now())
    supported, unsupported = what_can_be_said(gain, result["objectives"])
    chance = words.number(round(gain.by_chance)) if gain.by_chance is not None else "—"
    changes = (
        (_("Scored higher"), words.number(gain.improved), chance),
        (_("Scored the same"), words.number(gain.same), ""),
        (_("Scored lower"), words.number(gain.worse), chance),
    )
    means = _(
        "The mean score was %(before)s and became %(after)s of %(out_of)d.",
        before=result["means"][0],
        after=result["means"][1],
        out_of=gain.out_of,
    )
    items = tuple((item.words, item.before, item.after) for item in result["items"])
    return Document(
        title=_("What was learned: %(group)s", group=cohort.label),
        data=str(current_app.jinja_env.globals["data_mark"]()),  # type: ignore[operator]
        facts=(
            (_("Region"), rows.region_of(reading(), cohort).name_in(language())),
            (_("Both tests"), words.number(gain.paired)),
            (_("Counted on"), result["counted"]),
            (_("Printed on"), day(today)),
            (_("For"), _("Internal, not for publication.")),
        ),
        short=(*supported, *(_("It cannot say: %(sentence)s", sentence=one) for one in unsupported)),
        sections=(
            Section(
                "changes",
                _("Scored higher the second time"),
                (
                    means,
                    result["lessons_done"],
                    result["noted_since"],
                    *_later(gain, lost_of(reading(), cohort, step_shown(cohort))),
                ),
                "",
                (Grid("changes", "", (_("Second test against the first"), _("Learners"), _("By chance")), changes),),
            ),
            Section(
                "group",
                _("The whole group"),
                (*how_tests_came(cohort), *how_dates_moved(cohort)),
                "",
                (_whole_group(cohort, words),),
            ),
            Section("region", _("Against the region"), tuple(beside_the_region(cohort)), "", ()),
            Section(
                "items",
                _("What most still get wrong"),
                tuple(_again(result)),
                "",
                (Grid("items", "", (_("Question"), _("Before"), _("After")), items),),
            ),
            Section("objectives", _("Objectives"), (rule_of_objectives(),), "", (_objectives(result, words),)),
        ),
        annex=(),
        reasons=(),
        notes=(),
        method=(
            *(f"{name}: {sentence}" for name, sentence in what_would_make_it_false(words)),
            made_sentence(words, today, version()),
        ),
    )


def _later(gain: Any, lost: int) -> list[str]:
    later = ngettext("%(num)d came later and is not in it.", "%(num)d came later and are not in it.", gain.later)
    counted = (
        (later, gain.later),
        (lost_sentence(lost), lost),
        (erased_sentence(gain.erased), gain.erased),
        (parted_sentence(gain.parted), gain.parted),
    )
    return [sentence for sentence, count in counted if count]


def _again(result: dict[str, Any]) -> list[str]:
    """Of each question that not everybody had right: what was chosen, and which piece to repeat."""
    sentences = []
    for item in result["items"]:
        if not item.is_known:
            repeat = [_("Talk about it again: %(title)s.", title=item.lesson.title)] if item.lesson else []
            sentences.append(" ".join((_("“%(item)s”", item=item.words), *item.instead, *repeat)))
    return sentences


def _whole_group(cohort: Cohort, words: Words) -> Grid:
    lines = whole_group(reach_of(reading(), cohort), says_why=True)
    rows = tuple((f"– {what}" if is_part else what, words.number(count)) for what, count, is_part in lines)
    return Grid("group", "", (_("Who"), _("Learners")), rows)


def _objectives(result: dict[str, Any], words: Words) -> Grid:
    rows = tuple((it.words, words.number(it.item_count), standing_name(it.standing)) for it in result["objectives"])
    return Grid("objectives", "", (_("Objective"), _("Questions"), _("On the second test")), rows)


def _pictures(result: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    return {"changes": [(str(result["scale_wide"]), ""), (str(result["mean_picture"]), "")]}


def _rows(cohort: Cohort) -> list[list[str | int]]:
    release = release_of(reading(), cohort.course_release_id)
    course = release.course
    titles = {it.id: release.words_for(it.id, language(), cohort.language)[0] for it in course.lessons}
    pieces = [
        (piece_id, f"{number}. {words.pieces[place].title if words.pieces else words.title}")
        for number, lesson in enumerate(course.lessons, start=1)
        for words in [titles[lesson.id]]
        for place, piece_id in enumerate(lesson.piece_ids)
    ]
    head: list[str | int] = [
        _("Number"),
        _("Joined on"),
        *(
            _(
                "%(number)d. %(title)s: pieces done of %(all)d",
                number=number,
                title=titles[it.id].title,
                all=len(it.piece_ids),
            )
            for number, it in enumerate(course.lessons, start=1)
        ),
        *(_("In the room: %(title)s", title=title) for _piece_id, title in pieces),
        *(
            name
            for wave in waves_of(cohort)
            for name in (wave_name(wave), _("%(test)s: how it came", test=wave_name(wave)))
        ),
    ]
    listed = roster.rows_of(reading(), cohort, now())
    return [head, *([*_particulars(row), *_attended(row, pieces), *_tests(row)] for row in listed)]


def _particulars(row: roster.Row) -> list[str | int]:
    return [row.handle, row.joined_on.isoformat(), *row.done]


def _attended(row: roster.Row, pieces: list[tuple[str, str]]) -> list[str]:
    days = (row.attended.get(piece_id) for piece_id, _title in pieces)
    return [on.isoformat() if on else "" for on in days]


def _tests(row: roster.Row) -> list[str]:
    why = left_because(row.left_because) if row.left_because else ""
    taken = {
        Taken.COUNTED: _("has come"),
        Taken.VOID: _("has come, does not count"),
        Taken.WAITING: _("has come, waits for a second yes"),
        Taken.LEFT: _("left: %(reason)s", reason=why),
        Taken.OWING: _("has still to come"),
        Taken.UNPAIRED: _("open, makes no pair"),
        Taken.MISSING: _("has not come, closed"),
        Taken.AHEAD: "",
    }
    return [cell for it in row.tests for cell in (taken[it.taken], came_by(it.way) if it.way else "")]


def _about(cohort: Cohort) -> list[list[str | int]]:
    return [
        [_("About this file")],
        [cohort.label],
        [_("Made on %(day)s.", day=day(today_of(cohort, now())))],
        [_("No answers, no scores, no codes and no names stand in it. Do not write names into it.")],
        [_("An empty cell: nothing is noted. Days are those of the group’s place.")],
        [_("Internal, not for publication.")],
    ]
