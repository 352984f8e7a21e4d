"""What an article says of itself, and what may stand on the shelf."""

from benchmarks.mutants.mutant import Mutant

FAULTS = "tests/app/content/articles/test_faults_in_articles.py::test_a_fault_is_told_by_file_and_line"
HELD = "tests/articles/test_article.py::test_an_article_says_on_a_day_whether_it_holds"

MUTANTS = (
    Mutant(
        "an-article-is-over-on-its-last-day",
        "articles/article.py",
        "if on > article.valid_until:",
        "if on >= article.valid_until:",
        (f"{HELD}[on its last day]",),
    ),
    Mutant(
        "an-article-ends-soon-a-day-too-late",
        "articles/article.py",
        "article.valid_until - on <= SOON",
        "article.valid_until - on < SOON",
        (f"{HELD}[60 days before it]",),
    ),
    Mutant(
        "an-article-leads-to-one-that-is-not-on-the-shelf",
        "articles/shelf.py",
        "if link not in slugs:",
        "if False:",
        ("tests/articles/test_shelf.py::test_a_link_to_an_article_that_is_not_there_is_refused",),
    ),
    Mutant(
        "what-is-over-passes-the-check",
        "app/content/articles/checks.py",
        "valid_until < today:",
        "False:",
        (f"{FAULTS}[out of date]",),
    ),
    Mutant(
        "an-article-is-confirmed-before-its-source-was-read",
        "app/content/articles/checks.py",
        "confirmed_on < read_on:",
        "False:",
        (f"{FAULTS}[confirmed before it was read]",),
    ),
    Mutant(
        "a-title-says-the-danger",
        "app/content/articles/checks.py",
        "    yield from loud_faults(read.path, read.title, read.language)\n",
        "",
        (f"{FAULTS}[a title that says the danger]",),
    ),
    Mutant(
        "an-article-s-link-leads-away",
        "app/content/articles/words_file.py",
        "read_page(path, faults, {}, ways=WAYS)",
        'read_page(path, faults, {}, ways=re.compile(".*"))',
        (f"{FAULTS}[a link that leads away]",),
    ),
)
