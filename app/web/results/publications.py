"""Publications: the list, a preview before one is made, each with its tables and files, and taking one back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from flask import Response, abort, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.exports import FORMATS, NeedsExtra, Unfit, made_sentence, publication_name
from app.publishing import drafts
from app.publishing import files as published_files
from app.publishing import publications as deeds
from app.publishing.files import BY, FIRST, NoSuchTable, Wish, Withdrawn
from app.services.cohorts import today_of
from app.services.figures import reporting
from app.services.figures.unsettled import MOST, list_unsettled
from app.store.figures import publications as store
from app.store.figures.publication import Publication
from app.store.figures.selection import Scope
from app.store.programmes import programmes as rows
from app.store.programmes.programmes import Programme
from app.web.access import audience, staff
from app.web.address import public_address
from app.web.clock import now
from app.web.language import language
from app.web.refused import Refused
from app.web.results import files
from app.web.results.forms import PublicationForm, WithdrawalForm
from app.web.results.shown import shown, writing
from app.web.transaction import database, db, reading
from app.wording import Words, dimension_name


@dataclass(frozen=True)
class PublishedQuestion:
    """A PublishedQuestion names a publication and its split; templates use it in the place of `question.Question`."""

    name: str
    by: str
    programme: dict[str, Any]
    """{"programme": public id} if the reader has several programmes, else empty"""
    tables: tuple[str, ...]

    @property
    def arguments(self) -> dict[str, Any]:
        return {**self.programme, **({"by": self.by} if self.by != FIRST else {})}

    def splits(self, words: Words) -> list[tuple[str, str]]:
        return [(name, split_name(words, BY[name])) for name in self.tables]

    def address(self, by: str) -> str:
        return url_for("results.publication", name=self.name, **replace(self, by=by).arguments)

    def file_address(self, form: str) -> str:
        return url_for("results.publication_file", name=self.name, form=form, **self.arguments)

    def narrowed_to(self, _value: str) -> None:
        """Returns None: a publication has its fixed tables and none of one group alone."""


def reason_of(written: str | None, back: str) -> str:
    """Returns the reason that was written. Answers 422, with a link to the address `back`, if there is none."""
    return written or abort(make_response(render_template("results/no_reason.html", back=back), 422))


def split_name(words: Words, by: tuple[str, ...]) -> str:
    """Returns the name of a split in words, such as "Region × Sex"."""
    return " × ".join(dimension_name(words, variable) for variable in by)


@audience("me_officer", "partner_lead")
def publications() -> ResponseReturnValue:
    scope = reporting.scope_of(staff().grants)
    those = store.programmes_of(db(), scope)
    return render_template(
        "results/publications.html",
        listed=store.list_of(db(), scope),
        has_several=len(those) > 1,
        mine=[one for one in those if deeds.may_publish(staff().grants, one.programme_id)],
        todays={one.programme_id: today_of(one, now()) for one in those},
        name_of=publication_name,
    )


@audience("me_officer")
def preview() -> ResponseReturnValue:
    """Shows what a publication would hold before it is made.

    Answers 404 to those who may not publish, 409 if no public address is set, and 422 if the day is missing or the
    publication is refused. A refusal is written to the audit; nothing else is written.
    """
    form = PublicationForm(request.args)
    programme, until_on = _programme_and_day(form)
    is_correction = form.correct.data
    try:
        drafted = drafts.draft(db(), programme, until_on, home=public_address(), now=now(), is_correction=is_correction)
    except deeds.REFUSALS as fault:
        raise _refused(programme, fault, 422) from fault
    words = Words(language())
    tables = published_files.disclosures(drafted.content, words)
    return render_template(
        "results/preview.html",
        programme=programme,
        drafted=drafted,
        is_correction=is_correction,
        tables=[(split_name(words, by), sentences) for by, sentences in tables],
        waiting=_called(drafted.waiting, words),
        **_unsettled(programme, words),
        words=words,
    )


@audience("me_officer")
def publish() -> ResponseReturnValue:
    """Makes a publication as its preview showed it, or the next edition of the last one, which is then withdrawn.

    Answers as `preview`, but 409 to a refusal, also if figures changed since; 422 without the reason of an edition.
    """
    form = PublicationForm(request.form)
    programme, until_on = _programme_and_day(form)
    is_correction = form.correct.data
    address = url_for("results.preview", programme=programme.ref, until=until_on.isoformat(), correct="y")
    reason = reason_of(form.reason.data, address) if is_correction else ""
    last = store.last_of(reading(), programme.programme_id)
    try:
        if form.after.data != (str(last.publication_id) if last else ""):
            raise deeds.Overtaken("something was published since this was looked at")
        drafted = drafts.draft(
            reading(), programme, until_on, home=public_address(), now=now(), is_correction=is_correction
        )
        if form.digest.data != drafted.packed.digest:
            raise deeds.Overtaken("groups have settled since this was looked at")
        made = deeds.publish(db(), drafted, by=staff().staff_id, now=now(), reason=reason)
    except deeds.REFUSALS as fault:
        raise _refused(programme, fault, 409) from fault
    name = publication_name(made.number, made.edition)
    flash(Words(language()).gettext("Publication %(name)s is made.") % {"name": name})
    return redirect(_address(made, programme), 303)


@audience("me_officer", "partner_lead")
def publication(name: str) -> ResponseReturnValue:
    made, programme = _publication(name)
    words, by = Words(language()), request.args.get("by") or FIRST
    try:
        reports = published_files.reports(db(), made, by, words)
    except NoSuchTable:
        abort(404)
    content = published_files.content_of(db(), made)
    question = _question(made, programme, by, tuple("_".join(split) for split in content.splits))
    return render_template(
        "results/publication.html",
        question=question,
        made_of=made,
        programme=programme,
        is_mine=deeds.may_publish(staff().grants, made.programme_id),
        is_last=_is_last(made),
        successor=_successor(made, programme),
        results=[shown(report, cover, words) for report, cover in reports],
        **writing(words),
        made=[made_sentence(words, content.made_on, content.version)],
        **files.choices(words),
    )


@audience("me_officer", "partner_lead")
def publication_file(name: str, form: str) -> ResponseReturnValue:
    """Sends a publication as a file, the same bytes to everybody at any time; the audit notes who took it.

    Answers 404, 410 if it is withdrawn, 422 or 501 if it cannot be made; the audit notes such a refusal, too.
    """
    if form not in FORMATS:
        abort(404)
    made, programme = _publication(name)
    words, by = Words(language()), request.args.get("by") or FIRST
    question, wish = _question(made, programme, by, ()), Wish(form, words.language, by)
    try:
        wish = replace(wish, **files.destination(form))
        data = published_files.file_of(db(), made, wish) or published_files.write(db(), made, wish)
    except published_files.REFUSALS as fault:
        note = partial(published_files.refuse, made=made, wish=wish, fault=fault)
        raise Refused(_no_file(made, programme, question, fault), note) from fault
    with database().writing() as session:  # the first file is kept, and each that leaves is in the audit
        data = published_files.give(session, made, wish, data, by=staff().staff_id, now=now())
    file_name = f"publication-{name}-{by}-{words.language}.{FORMATS[form].ending}"
    return Response(
        data, mimetype=FORMATS[form].kind, headers={"Content-Disposition": f'attachment; filename="{file_name}"'}
    )


@audience("me_officer")
def withdraw(name: str) -> ResponseReturnValue:
    """Withdraws a publication for a written reason (422 without): it stays listed and gives no more files."""
    made, programme = _publication(name)
    if not deeds.may_publish(staff().grants, made.programme_id):
        abort(404)
    reason = reason_of(WithdrawalForm(request.form).reason.data, _address(made, programme))
    deeds.withdraw(db(), made, by=staff().staff_id, now=now(), reason=reason)
    flash(Words(language()).gettext("Publication %(name)s is withdrawn. It stays listed.") % {"name": name})
    return redirect(_address(made, programme), 303)


def _programme_and_day(form: PublicationForm) -> tuple[Programme, date]:
    """A programme of which this person may publish, and a day."""
    programme = rows.get(reading(), form.programme.data)
    if programme is None or not deeds.may_publish(staff().grants, programme.programme_id):
        abort(404)
    if form.until.data is None:
        why = Words(language()).gettext("Choose the last day of settling, written as 2026-01-31.")
        abort(make_response(render_template("results/nothing_to_publish.html", why=why), 422))
    return programme, form.until.data


def _publication(name: str) -> tuple[Publication, Programme]:
    scope = reporting.scope_of(staff().grants)
    return deeds.find(db(), scope, name, request.args.get("programme")) or abort(404)


def _question(made: Publication, programme: Programme, by: str, tables: tuple[str, ...]) -> PublishedQuestion:
    return PublishedQuestion(publication_name(made.number, made.edition), by, _programme(programme), tables)


def _address(made: Publication, programme: Programme) -> str:
    return url_for("results.publication", name=publication_name(made.number, made.edition), **_programme(programme))


def _programme(programme: Programme) -> dict[str, Any]:
    """For the address, where the reader has several."""
    several = len(store.programmes_of(reading(), reporting.scope_of(staff().grants))) > 1
    return {"programme": programme.ref} if several else {}


def _is_last(made: Publication) -> bool:
    last = store.last_of(db(), made.programme_id)
    return last is not None and last.publication_id == made.publication_id


def _successor(made: Publication, programme: Programme) -> PublishedQuestion | None:
    """The edition that corrects it."""
    name = publication_name(made.number, made.edition + 1)
    edition = deeds.find(db(), reporting.scope_of(staff().grants), name, programme.ref)
    return _question(*edition, FIRST, ()) if edition else None


def _called(waiting: Sequence[drafts.Waiting], words: Words) -> list[tuple[str, drafts.Waiting]]:
    regions = reporting.region_names(reading(), words) if waiting else {}
    return [(regions.get(one.region, one.region), one) for one in waiting]


def _refused(programme: Programme, fault: ValueError, status: int) -> Refused:
    note = partial(deeds.refuse, programme_id=programme.programme_id, fault=fault)
    return Refused((_not_now(programme, fault), status), note)


def _unsettled(programme: Programme, words: Words) -> dict[str, Any]:
    """Which groups no publication can have yet, as `results/unsettled.html` lists them."""
    those = list_unsettled(reading(), Scope(programme_ids=(programme.programme_id,)), now())
    names = reporting.region_names(reading(), words) if those else {}
    return {"unsettled": those, "most": MOST, "region_names": names}


def _no_file(
    made: Publication, programme: Programme, question: PublishedQuestion, fault: Exception
) -> ResponseReturnValue:
    """Why there is none."""
    if isinstance(fault, Withdrawn):
        page = render_template("results/withdrawn.html", made_of=made, programme=programme, name=question.name)
        return page, 410
    if isinstance(fault, Unfit | NeedsExtra):
        why, status = files.refusal(fault, Words(language()))
        return render_template("results/no_file.html", back=question.address(question.by), why=why), status
    return current_app.handle_http_exception(NotFound())  # the page of any address where there is nothing


def _not_now(programme: Programme, fault: Exception) -> str:
    words, waiting = Words(language()), []
    _ = words.gettext
    if isinstance(fault, drafts.NotNow):
        first = fault.earliest.isoformat() if fault.earliest else ""
        why = (
            _("Choose a day from %(first)s to %(last)s: the publication before has all groups until then.")
            if first
            else _("Choose a day until %(last)s.")
        ) % {"first": first, "last": fault.latest.isoformat()}
    elif isinstance(fault, deeds.Overtaken):
        why = _("Something was published, or groups have settled, since you looked: look again.")
    else:
        waiting = _called(fault.waiting, words) if isinstance(fault, drafts.NothingToPublish) else []
        why = _("No group has settled since the last publication, or those that have wait for others of their region.")
    return render_template(
        "results/nothing_to_publish.html", why=why, waiting=waiting, words=words, **_unsettled(programme, words)
    )
