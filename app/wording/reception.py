"""How the course was received: what learners said of it and how many others they taught, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from analytics import LEAST, Key, ReactionReport
from app.wording.figure_text import figure_text, interval_text
from app.wording.findings import Finding
from app.wording.words import Words


@dataclass(frozen=True)
class Taught:
    """Holds how many peers the learners of a group report to have taught.

    key: None for all together. learners: those who reported; peers: of these learners together; both are None if they
    are suppressed.
    """

    key: Key | None
    learners: int | None
    peers: int | None


@dataclass(frozen=True)
class Reception:
    """Holds what learners said of the course and how many others they taught.

    taught: for all together first, then by group; empty if nobody has reported. questions: the reactions' words, by id.
    """

    reactions: tuple[ReactionReport, ...] = ()
    taught: tuple[Taught, ...] = ()
    questions: Mapping[str, str] = field(default_factory=dict)

    def question(self, reaction: str) -> str:
        return self.questions.get(reaction, reaction)


def reception_findings(words: Words, reception: Reception) -> list[Finding]:
    """Returns the sections on reactions and on peers taught; a section without data is left out."""
    _ = words.gettext
    findings = []
    if reception.reactions:
        finding = Finding(
            "reactions",
            _("What they say of the course"),
            (
                *_reacted(reception, words),
                _("Asked once, at the end of the second test, of those who stayed to the end."),
            ),
            _("People are polite, and those who liked it least may have left before they were asked."),
        )
        findings.append(finding)
    if reception.taught:
        finding = Finding(
            "taught",
            _("Passing it on"),
            (_taught_sentence(reception.taught[0], words),),
            _("Nobody has counted after them, and two learners may have taught the same friend."),
        )
        findings.append(finding)
    return findings


def _reacted(reception: Reception, words: Words) -> Iterator[str]:
    """Of each question the share of all who chose 4 or 5 of 5."""
    _ = words.gettext
    for one in reception.reactions:
        share = one.total.satisfied
        if share is None or share.count is None or share.share is None or share.low is None or share.high is None:
            continue
        yield _("“%(question)s”: 4 or 5 of 5 chose %(count)s of %(n)s, %(share)s (%(span)s).") % {
            "question": reception.question(one.reaction),
            "count": words.number(share.count),
            "n": words.number(share.n),
            "share": figure_text(words, "reactions.satisfied.share", share.share),
            "span": interval_text(words, "reactions.satisfied.low", share.low, share.high),
        }


def _taught_sentence(total: Taught, words: Words) -> str:
    _ = words.gettext
    if total.learners is None or total.peers is None:
        return _("Hidden: it would speak of fewer than %(least)s learners.") % {"least": words.number(LEAST)}
    return _("Learners who report that they passed it on: %(learners)s; people they say they told: %(peers)s.") % {
        "learners": words.number(total.learners),
        "peers": words.number(total.peers),
    }
