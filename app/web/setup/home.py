"""What is still to do until the first group can be made."""

from dataclasses import dataclass
from datetime import date

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.people import Role
from app.store import Session
from app.store.people import staff as people
from app.store.programmes import cohorts, helplines, partners, programmes, releases
from app.web.access import audience
from app.web.articles import shelf, words_of
from app.web.clock import now
from app.web.transaction import reading
from articles import standing


@dataclass(frozen=True)
class Task:
    """A Task is one step of setting up. act_url: the page where it is done; list_url: the page with its list."""

    name: str
    why: str
    """what it is for, or how far it is"""
    is_done: bool
    act: str
    """the words of the button"""
    act_url: str
    list_url: str


@audience("administrator")
def home() -> ResponseReturnValue:
    """Shows the steps of setting up an instance in order, with the button of the first that is not done.

    Also how many helplines learners see, which grow old, and which countries lack an emergency number.
    """
    session = reading()
    tasks = _tasks(session)
    at_work = {code for programme in programmes.list_programmes(session) for code in programme.countries}
    return render_template(
        "setup/home.html",
        tasks=tasks,
        following=next((task for task in tasks if not task.is_done), None),
        helpline_count=sum(helplines.count_by_country(session, now().date()).values()),
        without_emergency=sorted(at_work - helplines.countries_with_emergency(session, now().date())),
        ageing=helplines.ageing(session, now().date()),
        **_articles(now().date()),
        cohort_count=cohorts.count(session, cohorts.Scope(everywhere=True), is_archived=False),
    )


def _articles(today: date) -> dict[str, object]:
    """What stands on the shelf: which articles are over or end soon, and how many nobody has confirmed."""
    articles = shelf()
    listed = articles.articles if articles else ()
    ageing = [article for article in listed if standing(article, today) != "current"]
    return {
        "articles": articles,
        "unconfirmed": sum(article.confirmed_on is None for article in listed),
        "ageing_articles": sorted(ageing, key=lambda article: article.valid_until),
        "titles": {article.slug: words_of(articles, article).title for article in ageing} if articles else {},
        "today": today,
    }


def _tasks(session: Session) -> list[Task]:
    at_work = programmes.list_programmes(session)
    put_away = [row for row in programmes.list_programmes(session, with_archived=True) if row.archived_at is not None]
    all_put_away = bool(put_away) and not at_work
    partner_list = partners.list_partners(session)
    released = [
        row
        for rows in releases.list_releases_of(session, [programme.programme_id for programme in at_work]).values()
        for row in rows
        if row.withdrawn_at is None
    ]
    everybody = [person for person in people.list_staff(session) if person.disabled_at is None]
    grants = people.list_grants(session, [person.staff_id for person in everybody])
    leaders = [held for held in grants.values() if any(grant.role == Role.FACILITATOR for grant in held)]
    return [
        Task(
            _("Programme"),
            ", ".join(programme.name for programme in at_work[:3])
            or (_("Every programme is archived. Bring one back, or make another.") if all_put_away else "")
            or _("Its countries, time zone and languages, and where consent is kept."),
            bool(at_work),
            _("Look at the programmes") if all_put_away else _("Name the programme"),
            url_for("setup.programmes") if all_put_away else url_for("setup.new_programme"),
            url_for("setup.programmes"),
        ),
        Task(
            _("Partners"),
            ", ".join(partner.name for partner in partner_list[:3]) or _("Who carries the programme to young people."),
            bool(partner_list),
            _("Add a partner"),
            url_for("setup.new_partner"),
            url_for("setup.partners"),
        ),
        Task(
            _("Staff"),
            _("Facilitators: %(count)d", count=len(leaders))
            if leaders
            else _("Facilitators lead the groups; each gets a one-time link."),
            bool(leaders),
            _("Add a facilitator"),
            url_for("setup.new_person", role=Role.FACILITATOR.value),
            url_for("setup.everybody"),
        ),
        Task(
            _("Course"),
            _("Released: %(count)d", count=len(released))
            if released
            else _("A release is frozen: all its groups see the same."),
            bool(released),
            _("Release the course"),
            url_for("setup.courses"),
            url_for("setup.courses"),
        ),
    ]
