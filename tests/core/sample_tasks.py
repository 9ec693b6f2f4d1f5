"""Tasks that the tests run: they must live in a module, as the worker imports them by path."""

from pathlib import Path

from trousse.core.tasks import current_attempt, task

made: list[str] = []


@task(name="tests.note")
def note(word: str) -> str:
    attempt = current_attempt()
    assert attempt is not None
    made.append(f"{word}#{attempt.number}")
    return word


@task(name="tests.tidy", can_wait=True)
def tidy(word: str) -> None:
    made.append(word)


@task(name="tests.fail", attempts=3)
def fail(word: str) -> None:
    made.append(word)
    raise RuntimeError(f"cannot {word}")


@task(name="tests.fail_once", attempts=2)
def fail_once(word: str) -> None:
    made.append(word)
    if len(made) == 1:
        raise RuntimeError("not yet")


@task(name="tests.return_object")
def return_object() -> object:
    return object()


def undeclared() -> None:
    """A function that a test tries to declare under a taken name."""


@task(name="tests.say")
def say(pipe: str) -> None:
    """Tell who listens at the pipe which attempt this is."""
    attempt = current_attempt()
    assert attempt is not None
    with Path(pipe).open("a") as listener:
        listener.write(f"{attempt.id} {attempt.number}\n")


@task(name="tests.say_and_wait")
def say_and_wait(pipe: str, release: str) -> None:
    """Tell that this attempt began, then wait until somebody writes to ``release``."""
    say.call(pipe=pipe)
    Path(release).read_text()
