"""What a copy of the database tells, what a backup carries, and whose word an address is."""

from benchmarks.mutants.mutant import Mutant

_SECRET, _BACKUPS = "tests/app/cli/test_secret.py", "tests/app/cli/test_backups.py"
_ADDRESS = "tests/app/web/lead/test_address.py"

MUTANTS = (
    Mutant(
        "counters-are-shown-to-the-network",
        "app/store/this_computer.py",
        'host == "localhost" or ip_address(host).is_loopback',
        'host == "localhost" or bool(ip_address(host))',
        ("tests/app/web/test_metrics.py::test_a_place_that_others_may_reach_is_refused",),
    ),
    Mutant(
        "recovery-codes-are-hashed-quickly",
        "app/services/recovery_codes.py",
        "slow_digest(code, salt)",
        "code.encode()",
        ("tests/app/services/test_second_factor.py",),
    ),
    Mutant(
        "a-database-elsewhere-is-asked-without-a-look-at-its-certificate",
        "app/store/this_computer.py",
        'settings.get("sslmode") != CHECKED',
        'settings.get("sslmode") == "disable"',
        ("tests/app/store/test_this_computer.py",),
    ),
    Mutant(
        "the-log-goes-to-whoever-answers",
        "app/cli/collector.py",
        "ssl.create_default_context()",
        "ssl._create_unverified_context()",
        ("tests/app/cli/test_collector.py",),
    ),
    Mutant(
        "what-was-hidden-before-is-not-encrypted-anew",
        "app/store/instance.py",
        "        _encrypt_anew(session, row.pepper)\n",
        "        _pepper(session)\n",
        ("tests/app/store/test_pepper.py",),
    ),
    Mutant(
        "tickets-of-the-version-before-are-refused",
        "app/services/learner/phones.py",
        'fallback_signers=[{"digest_method": FORMER}]',
        "fallback_signers=[]",
        ("tests/app/services/test_phones.py",),
    ),
    Mutant(
        "a-pin-without-its-pepper",
        "app/store/people/learners.py",
        "pin_hash=instance.keyed_hash(session, pin_hash),",
        "pin_hash=pin_hash,",
        (f"{_SECRET}::test_a_copy_of_the_database_tells_no_pin",),
    ),
    Mutant(
        "hashes-of-before-stay-bare",
        "app/store/instance.py",
        "        _pepper_hashes(session, pepper)\n    session.execute",
        "        pass\n    session.execute",
        (f"{_SECRET}::test_an_instance_of_before_is_brought_over_with_cards_and_phones",),
    ),
    Mutant(
        "the-secret-stays-in-the-database",
        "app/store/instance.py",
        "session.execute(update(ROW).values(secret=None, pepper=wrap(pepper, secret)))\n    return True",
        "session.execute(update(ROW).values(pepper=wrap(pepper, secret)))\n    return True",
        (f"{_SECRET}::test_an_instance_of_before_is_brought_over_with_cards_and_phones",),
    ),
    Mutant(
        "others-may-read-the-secret",
        "app/store/secret_place.py",
        "if self.file.stat().st_mode & 0o077:",
        "if self.file.stat().st_mode & 0o002:",
        (f"{_SECRET}::test_a_secret_that_others_can_read_is_refused_with_what_to_do",),
    ),
    Mutant(
        "a-new-secret-ends-no-sign-in",
        "app/services/administrator/instance.py",
        "    ended = sign_ins.close_everybodys(session)\n",
        "    ended = 0\n",
        (f"{_SECRET}::test_a_new_secret_ends_every_sign_in_and_nothing_else",),
    ),
    Mutant(
        "a-rotation-that-was-cut-off-shuts-the-database",
        "app/store/pepper.py",
        "if following and (pepper := unwrap(blob, following)):",
        "if not following and (pepper := unwrap(blob, following)):",
        (f"{_SECRET}::test_a_rotation_that_was_cut_off_is_finished_by_whoever_opens_it_next",),
    ),
    Mutant(
        "a-backup-without-its-secret",
        "app/store/copies.py",
        "        carry(plain, secret)\n",
        "",
        (f"{_BACKUPS}::test_a_backup_to_a_key_comes_back_on_an_empty_machine_with_its_secret",),
    ),
    Mutant(
        "a-full-disk-is-a-whole-backup",
        "app/store/encryption.py",
        "        if writer.fault is not None:\n            raise writer.fault\n",
        "",
        (f"{_BACKUPS}::test_a_piece_that_was_lost_is_noticed_where_there_is_room_again",),
    ),
    Mutant(
        "any-name-is-ours",
        "app/web/address.py",
        '            raise Explained(400, _l("This address is not known here"), OTHER_NAMES)\n',
        "            pass\n",
        (f"{_ADDRESS}::test_a_page_comes_by_the_names_of_the_instance_alone",),
    ),
    Mutant(
        "links-show-what-was-asked-for",
        "app/web/address.py",
        'return (_config().address or "").rstrip("/")',
        'return (request.host_url or "").rstrip("/")',
        (f"{_ADDRESS}::test_posters_and_walls_show_the_set_address_whatever_was_asked_for",),
    ),
    Mutant(
        "redirects-name-what-was-asked-for",
        "app/web/address.py",
        "if location.startswith(request.host_url):",
        "if location.startswith(request.host_url) and not location:",
        (f"{_ADDRESS}::test_nobody_is_sent_to_the_name_that_was_asked_for",),
    ),
)
