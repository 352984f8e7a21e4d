"""Who may see and change what."""

from benchmarks.mutants.mutant import Mutant, Source

DOORS = "tests/app/web/test_doors.py"

MUTANTS = (
    Mutant(
        "pages-without-an-audience-are-everybody-s",
        "app/web/access.py",
        "        if not who:\n            abort(403)\n",
        "        if not who:\n            return None\n",
        ("tests/app/web/test_access.py::test_a_view_that_names_no_audience_is_closed",),
    ),
    Mutant(
        "learners-see-the-pages-of-staff",
        "app/web/access.py",
        "if LEARNER in who and isinstance(someone, SignedInLearner):",
        "if isinstance(someone, SignedInLearner):",
        ("tests/app/web/test_access.py::test_the_audience_alone_shuts_a_page_of_staff_to_a_learner",),
        Source.BLIND,
    ),
    Mutant(
        "any-role-opens-any-page-of-staff",
        "app/web/access.py",
        "any(grant.role in who for grant in someone.grants)",
        "bool(someone.grants)",
        (f"{DOORS}::test_a_door_answers_everybody_as_the_table_says",),
    ),
    Mutant(
        "whoever-holds-no-role-opens-any-page-of-staff",
        "app/web/access.py",
        "(NO_ROLE in who and not someone.grants)",
        "not someone.grants",
        (f"{DOORS}::test_a_door_answers_everybody_as_the_table_says",),
    ),
    Mutant(
        "facilitators-lead-each-other-s-groups",
        "app/services/scopes.py",
        "if grant.role is Role.FACILITATOR), led_by=person.staff_id)",
        "if grant.role is Role.FACILITATOR), led_by=None)",
        (f"{DOORS}::test_a_door_answers_everybody_as_the_table_says",),
        Source.BLIND,
    ),
    Mutant(
        "partner-leads-change-groups",
        "app/web/lead/led.py",
        "def _held(ref: str) -> cohorts.Cohort:\n    row = cohorts.get(db(), ref, scope_to_lead(staff()))\n",
        "def _held(ref: str) -> cohorts.Cohort:\n"
        "    row = cohorts.get(db(), ref, scope_to_lead(staff())) or cohorts.get(db(), ref, scope_to_see(staff()))\n",
        (f"{DOORS}::test_a_door_answers_everybody_as_the_table_says",),
    ),
    Mutant(
        "archived-groups-are-changed",
        "app/web/lead/led.py",
        "    if cohort.archived_at is not None:\n        abort(404)\n",
        "",
        (f"{DOORS}::test_an_archived_group_is_read_and_brought_back_only",),
        Source.BLIND,
    ),
    Mutant(
        "roles-that-ended-go-on",
        "app/store/people/staff.py",
        "    if not with_ended:\n",
        "    if with_ended:\n",
        ("tests/app/services/test_staff_signing.py::test_an_ended_role_is_gone_from_the_next_request_on",),
        Source.BLIND,
    ),
    Mutant(
        "officers-see-all-programmes",
        "app/store/figures/selection.py",
        "    if scope.is_whole:\n        return true()\n",
        "    if scope.is_whole or not scope.partner_ids:\n        return true()\n",
        ("tests/app/services/test_reporting.py::test_a_scope_never_shows_another_programme_or_partner",),
        Source.BLIND,
    ),
    Mutant(
        "a-scope-of-nothing-is-everything",
        "app/store/figures/selection.py",
        "    if scope.is_whole:\n        return true()\n",
        "    if scope.is_whole or not (scope.partner_ids or scope.programme_ids):\n        return true()\n",
        ("tests/app/services/test_reporting.py::test_a_scope_never_shows_another_programme_or_partner",),
    ),
    Mutant(
        "the-cells-of-a-scope-of-nothing-are-all-cells",
        "app/store/figures/cells.py",
        "    if not filters.scope.is_whole:\n",
        "    if filters.scope.programme_ids and not filters.scope.is_whole:\n",
        ("tests/app/store/test_beside_scores.py::test_statements_are_split_and_filtered_as_gains_are",),
    ),
    Mutant(
        "a-partner-reads-every-partners-cells",
        "app/services/figures/tallies.py",
        'is_in_scope = partners is None or cell.values["partner"] in partners',
        "is_in_scope = True",
        ("tests/app/services/test_reporting.py::test_a_scope_never_shows_another_programme_or_partner",),
    ),
    Mutant(
        "the-last-administrator-may-go",
        "app/services/administrator/staff.py",
        "    if grant.role == Role.ADMINISTRATOR:\n        _keep_an_administrator(session, grant.staff_id)\n",
        "",
        ("tests/app/services/test_staff.py::test_the_last_administrator_keeps_the_role_and_is_not_disabled",),
    ),
)
