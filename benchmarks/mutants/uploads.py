"""What files from outside may ask for."""

from benchmarks.mutants.mutant import Mutant

HOSTILE = "tests/app/files/test_hostile_tables.py::test_a_small_file_that_asks_for_much_is_refused_in_time"
LIMITS = "tests/app/test_limited_process.py"
FOLDERS = "tests/app/content/test_hostile_folders.py::test_a_folder_that_could_do_harm_is_refused_by_the_file"
SERVED = "tests/app/web/lead/test_uploads_served.py"

MUTANTS = (
    Mutant(
        "cells-are-made-however-far-out-one-stands",
        "app/files/extent.py",
        "if self.columns > MOST_COLUMNS or self.rows * self.columns > self.most:",
        "if False:",
        (f"{HOSTILE}[one cell at XFD10000]",),
    ),
    Mutant(
        "columns-are-not-counted",
        "app/files/table.py",
        "    if count > MOST_COLUMNS:",
        "    if False:",
        (f"{HOSTILE}[120,000 columns]",),
    ),
    Mutant(
        "an-archive-is-believed-what-it-says-of-itself",
        "app/files/archive.py",
        "entry.file_size = sys.maxsize",
        "sys.maxsize",
        (f"{HOSTILE}[a sheet of 90 MB that says a kilobyte]",),
    ),
    Mutant(
        "an-archive-is-unpacked-without-end",
        "app/files/archive.py",
        "if left < 0:",
        "if False:",
        (f"{HOSTILE}[a sheet of 150 MB]",),
    ),
    Mutant(
        "a-library-s-fault-is-nobody-s",
        "app/files/table.py",
        "    except Exception as fault:",
        "    except ArithmeticError as fault:",
        ("tests/app/cli/test_hostile_files.py::test_a_damaged_file_is_refused_in_one_sentence",),
    ),
    Mutant(
        "a-process-takes-what-memory-it-wants",
        "app/limited_process.py",
        "_limit(resource.RLIMIT_DATA, most)",
        "del most",
        (f"{LIMITS}::test_memory_beyond_the_limit_is_not_given",),
    ),
    Mutant(
        "a-process-takes-what-time-it-wants",
        "app/limited_process.py",
        "_limit(resource.RLIMIT_CPU, seconds)",
        "del seconds",
        (f"{LIMITS}::test_processor_time_ends",),
    ),
    Mutant(
        "a-process-writes-files",
        "app/limited_process.py",
        "_limit(resource.RLIMIT_FSIZE, limits.written)",
        "pass",
        (f"{LIMITS}::test_nothing_is_written_to_a_disk",),
    ),
    Mutant(
        "a-copy-brings-views-along",
        "app/store/copies.py",
        "            if foreign is not None:\n",
        "            if False:\n",
        ("tests/app/cli/test_hostile_copies.py",),
    ),
    Mutant(
        "a-course-s-links-lead-out",
        "app/content/bounds.py",
        "if path.is_symlink() and not _is_within(path, folder):",
        "if False:",
        (FOLDERS,),
    ),
    Mutant(
        "an-upload-is-read-in-the-writer-s-turn",
        "app/web/lead/paper/file.py",
        "        table = read_upload(form.table.data)",
        "        led(ref)\n        table = read_upload(form.table.data)",
        (f"{SERVED}::test_while_a_file_is_read_to_the_last_second_others_are_answered_and_attempts_stored",),
    ),
)
