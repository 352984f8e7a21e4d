"""What a session that only reads has asked already, so that no page asks the same twice."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")

_ANSWERS = "answers"
"""Their place in a session."""


def remember(session: Session) -> Session:
    """Makes a session keep what `asked_once` functions answer until it closes, and returns the session.

    Only for a session that cannot write: the answers do not follow a change.
    """
    session.info[_ANSWERS] = {}
    return session


def asked_once(
    read: Callable[Concatenate[Session, Arguments], Answer],
) -> Callable[Concatenate[Session, Arguments], Answer]:
    """Makes a function ask the database only once for the same arguments in a session that `remember` has prepared.

    In any other session it asks each time.
    """

    @wraps(read)
    def ask(session: Session, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        answers: dict[Hashable, Any] | None = session.info.get(_ANSWERS)
        if answers is None:
            return read(session, *args, **kwargs)
        question = (read, _fixed(args), _fixed(tuple(kwargs.items())))
        if question not in answers:
            answers[question] = read(session, *args, **kwargs)
        answer: Answer = answers[question]
        return answer

    return ask


def _fixed(arguments: Any) -> Hashable:
    """With lists and sets as tuples."""
    if isinstance(arguments, list | tuple | set):
        return tuple(_fixed(argument) for argument in arguments)
    fixed: Hashable = arguments
    return fixed
