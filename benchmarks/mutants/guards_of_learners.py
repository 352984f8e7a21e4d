"""What keeps a learner's answers, card and door from others, and the keys from everybody: each taken away alone."""

from benchmarks.mutants.mutant import Mutant, Source

JOINING, PHONES = "tests/app/services/test_joining.py", "tests/app/services/test_phones.py"
LEFT_LYING = "tests/app/web/test_phone_offline.py"
RESULT = "tests/app/web/test_result_pages.py"
SIGNING = "tests/app/services/test_signing.py"
SHUT = "tests/app/services/test_windows.py"
SIDE_WAYS = "tests/app/web/test_no_key_by_side_ways.py"

MUTANTS = (
    Mutant(
        "joining-opens-without-consent",
        "app/services/admission.py",
        "    if cohort.consent_on is None:\n        raise ConsentMissing\n",
        "",
        ("tests/app/services/test_cohorts.py::test_joining_does_not_open_before_consent",),
        Source.BLIND,
    ),
    Mutant(
        "a-closed-door-lets-in",
        "app/services/learner/joining.py",
        "        and is_joining_open(cohort, now)\n",
        "",
        (JOINING,),
        Source.BLIND,
    ),
    Mutant(
        "a-group-of-last-year-lets-in",
        "app/services/learner/joining.py",
        "cohort.consent_on <= today <= cohort.ends_on",
        "cohort.consent_on <= today",
        (JOINING,),
        Source.BLIND,
    ),
    Mutant(
        "an-archived-group-lets-in",
        "app/services/learner/joining.py",
        "        cohort.archived_at is None\n        and ",
        "        ",
        (f"{JOINING}::test_a_closed_a_forgotten_and_a_wrong_code_open_nothing",),
    ),
    Mutant(
        "one-joins-without-a-yes",
        "app/web/learn/joining.py",
        'isinstance(person(), SignedInLearner) or session.get("assent", [""])[0] != door.join_code:',
        "isinstance(person(), SignedInLearner):",
        ("tests/app/web/test_joining_pages.py",),
        Source.BLIND,
    ),
    Mutant(
        "a-thousand-join-from-one-phone",
        "app/services/learner/joining.py",
        "        raise TooManyJoined(until)\n",
        "        pass\n",
        ("tests/app/web/lead/test_full_groups.py",),
        Source.BLIND,
    ),
    Mutant(
        "typed-codes-are-guessed-without-end",
        "app/services/learner/joining.py",
        "        raise TooManyTries(until)\n",
        "        pass\n",
        (JOINING,),
        Source.BLIND,
    ),
    Mutant(
        "codes-in-addresses-are-guessed-without-end",
        "app/web/learn/joining.py",
        "    if until is not None:\n        raise TooManyTries(until)\n    door = joining.open_door",
        "    door = joining.open_door",
        ("tests/app/web/test_guessing.py",),
        Source.BLIND,
    ),
    Mutant(
        "pins-are-sprayed-over-a-class",
        "app/services/signing.py",
        "    return [*budgets_of_card(bucket), of_all]\n",
        "    return budgets_of_card(bucket)\n",
        (SIGNING,),
        Source.BLIND,
    ),
    Mutant(
        "a-card-is-tried-day-after-day",
        "app/services/card_tries.py",
        "    return [Budget(bucket, 5, timedelta(minutes=15)), Budget(bucket, 10, None)]\n",
        "    return [Budget(bucket, 5, timedelta(minutes=15))]\n",
        (SIGNING,),
        Source.BLIND,
    ),
    Mutant(
        "anybody-makes-tickets",
        "app/services/learner/phones.py",
        "_signer(session).loads(ticket)",
        "_signer(session).loads_unsafe(ticket)[1]",
        (PHONES,),
        Source.BLIND,
    ),
    Mutant(
        "a-ticket-of-one-test-sends-another",
        "app/services/learner/phones.py",
        '        ("wave", wave, sheet.wave),\n',
        "",
        (PHONES,),
        Source.BLIND,
    ),
    Mutant(
        "one-writes-over-another-s-test",
        "app/services/intake.py",
        "(known.learner_id, known.wave, known.form) != (learner_id, it.wave, it.form)",
        "(known.wave, known.form) != (it.wave, it.form)",
        (PHONES,),
        Source.BLIND,
    ),
    Mutant(
        "another-s-test-is-one-s-own",
        "app/services/intake.py",
        "is_same = known.learner_id == learner_id and known",
        "is_same = known",
        (PHONES,),
    ),
    Mutant(
        "what-lies-aside-has-no-end",
        "app/services/intake.py",
        "most=MOST_ASIDE if source.way is Way.PHONE else None,",
        "most=None,",
        ("tests/app/services/test_set_aside.py",),
        Source.BLIND,
    ),
    Mutant(
        "a-test-that-nobody-opened-is-sat",
        "courses/window.py",
        "            return self.has_opened(now)\n        return finished_at",
        "            return True\n        return finished_at",
        ("tests/courses/test_window.py",),
        Source.BLIND,
    ),
    Mutant(
        "what-was-finished-after-the-closing-counts",
        "courses/window.py",
        "return finished_at <= self.closed_at and now <= self.closed_at + GRACE",
        "return now <= self.closed_at + GRACE",
        (PHONES,),
        Source.BLIND,
    ),
    Mutant(
        "the-first-test-opens-after-the-answers",
        "courses/schedule.py",
        "        if bar is not None:\n            raise bar\n",
        "",
        (SHUT,),
        Source.BLIND,
    ),
    Mutant(
        "an-opening-is-taken-back-under-learners",
        "app/services/windows.py",
        "    if not may_take_back(session, cohort, wave, now):\n        raise HasBegun\n",
        "",
        (SHUT,),
        Source.BLIND,
    ),
    Mutant(
        "a-score-is-shown-before-the-reveal",
        "app/services/learner/outcome.py",
        "        score=sent.score if is_revealed else None,\n",
        "        score=sent.score,\n",
        (RESULT, "tests/app/web/test_no_key_before_its_time.py"),
        Source.BLIND,
    ),
    Mutant(
        "a-second-set-is-answered-by-its-score",
        "app/services/intake.py",
        "and not first.is_after_reveal:\n        return Result(Code.WAVE_TAKEN)",
        "and not first.is_after_reveal:\n        right = score(desk.release.instrument, first.form, it.answers).right\n"
        "        return Result(Code.WAVE_TAKEN if right > 2 else Code.KEY_CONFLICT)",
        (f"{SIDE_WAYS}::test_what_is_sent_late_or_twice_is_answered_alike_whatever_is_right",),
    ),
    Mutant(
        "a-row-of-the-grid-says-its-score",
        "app/web/lead/paper/sheet.py",
        "        row.message, row.is_kept = code_sentence(code, cohort), code in ACCEPTED\n",
        "        row.is_kept = code in ACCEPTED\n"
        "        its = release_of(db(), cohort.course_release_id).reasons(\n"
        "            row.sheet.form, language=cohort.language, responses=row.answers()\n"
        "        )\n"
        '        row.message = f"{code_sentence(code, cohort)} {sum(it.is_right for it in its)}"\n',
        (f"{SIDE_WAYS}::test_a_grid_of_paper_says_the_same_whatever_is_right",),
    ),
    Mutant(
        "tickets-name-the-digest-of-the-keys",
        "app/services/learner/phones.py",
        "numbers.name_for_phones(session, desk.structure_digest)",
        "desk.structure_digest",
        ("tests/app/web/test_no_key_by_digests.py",),
    ),
    Mutant(
        "reasons-are-shown-before-the-reveal",
        "app/services/learner/outcome.py",
        "responses=responses) if is_revealed else (),",
        "responses=responses),",
        (f"{SHUT}::test_the_answers_are_shown_ten_minutes_after_the_closing",),
        Source.BLIND,
    ),
    Mutant(
        "answers-are-shown-while-the-closing-can-be-undone",
        "courses/window.py",
        "return self.has_closed(now) and self.reveals_at is not None and self.reveals_at <= now",
        "return self.has_closed(now)",
        (SHUT,),
        Source.BLIND,
    ),
    Mutant(
        "lessons-are-read-before-the-first-test",
        "app/web/learn/lesson.py",
        "    if structure.id not in open_lessons(course, way.progress):\n        return None\n",
        "",
        ("tests/app/web/test_lesson_pages.py",),
        Source.BLIND,
    ),
    Mutant(
        "a-phone-that-was-left-lying-stays-open",
        "app/web/phone/locking.py",
        '            return problem(423, "locked", _("This phone was left lying. Type your PIN to go on."))\n'
        '        return redirect(url_for("locking.unlock"), 303)\n',
        '            return problem(423, "locked", _("This phone was left lying. Type your PIN to go on."))\n'
        "        return None\n",
        (LEFT_LYING,),
        Source.BLIND,
    ),
    Mutant(
        "a-locked-phone-still-answers-its-interface",
        "app/web/phone/locking.py",
        '            return problem(423, "locked", _("This phone was left lying. Type your PIN to go on."))\n',
        "            return None\n",
        (LEFT_LYING,),
    ),
    Mutant(
        "a-phone-locks-before-the-pin-is-written-down",
        "app/web/phone/locking.py",
        "    if handed.shown(handed.OWN, learner().learner_id):\n",
        "    if not learner().learner_id:\n",
        (LEFT_LYING,),
    ),
    Mutant(
        "any-pin-unlocks",
        "app/services/signing.py",
        "    secret = sign_ins.secret_of_learner(reading, learner_id)\n"
        "    is_right = secret_hashes.fits(reading, pin.strip(), secret) and secret is not None\n",
        "    secret = sign_ins.secret_of_learner(reading, learner_id)\n    is_right = bool(pin)\n",
        (LEFT_LYING,),
        Source.BLIND,
    ),
    Mutant(
        "bodies-of-any-size-are-read",
        "app/web/security.py",
        "MAX_CONTENT_LENGTH=1 << 20,",
        "MAX_CONTENT_LENGTH=1 << 30,",
        ("tests/app/web/test_phone_api.py",),
        Source.BLIND,
    ),
)
