"""What is wrong with a document, in plain words: where, what, and what was expected.

Each sentence has a code, so that a portal can say it in another language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from pydantic_core import PydanticCustomError

WORDING: Mapping[str, str] = MappingProxyType(
    {
        # The document as a whole
        "syntax": "This is not {kind} that can be read: {reason}",
        "encoding": "This is not a text: it must be written in UTF-8.",
        "too_large": "The document is too large: {size} bytes, at most {limit}.",
        "too_deep": "The document is nested too deeply.",
        "key_twice": "“{given}” is given twice.",
        "not_allowed_in_yaml": "Anchors, aliases and tags of YAML are not accepted.",
        "yaml_missing": "YAML cannot be read here: install trousse-kit[yaml].",
        "not_data": "A value of the type “{given}” cannot be in a manifest.",
        "not_finite": "This number is not finite.",
        "unreadable": "The file cannot be read: {reason}",
        "id_taken": "“{given}” is the name of another service, described by {path}.",
        # A key
        "missing": "This is missing.",
        "unknown": "“{given}” is not known here.",
        "unknown_near": "“{given}” is not known here: did you mean “{near}”?",
        # A value
        "not_a_block": "Expected named values, found {given}.",
        "not_a_list": "Expected a list, found {given}.",
        "not_text": "Expected a text, found {given}.",
        "not_words": "Expected a text per language, such as fr = “…”, found {given}.",
        "not_true_or_false": "Expected true or false, found {given}.",
        "not_a_number": "Expected a number, found {given}.",
        "not_a_day": "Expected a day such as 2026-09-01, found {given}.",
        "not_a_value": "Expected a number, a text, true or false, found {given}.",
        "empty": "This is empty.",
        "too_short": "This is too short: at least {limit} characters.",
        "too_long": "This is too long: {size} characters, at most {limit}.",
        "too_many": "There are too many: {size}, at most {limit}.",
        "choice": "{given} is not one of: {choices}.",
        "choice_near": "{given} is not one of: {choices}. Did you mean “{near}”?",
        "slug": "{given} is not a name for machines: lower-case letters, digits and single "
        "hyphens, such as “find-a-date”.",
        "name": "{given} is not a name for machines: lower-case letters, digits and single "
        "underscores, such as “poll_item”.",
        "language": "{given} is not the code of a language, such as “fr”, “en” or “pt-BR”.",
        "address": "{given} is not the address of a service: it must start with https://.",
        "link": "{given} is not the address of a page: it must start with https:// or http://.",
        "help_address": "{given} is not an address: it must start with https://, mailto: or tel:.",
        "origin": "{given} is not an origin, such as “https://polls.example.org”: no path, no "
        "final slash.",
        "path": "{given} is not a path: it must start with “/”.",
        "country": "{given} is not a country: two capital letters, such as “FR”.",
        "pattern": "{given} does not have the expected form.",
        "one_line": "This must be one line.",
        "invalid": "This is not accepted: {reason}",
        # Rules
        "no_french": "The text in French is missing: it is the one shown by default.",
        "sunset_before_since": "The day of closing comes before the day of `since`.",
        "expiry_before_declaration": "The day of expiry comes before the day of declaration.",
        "claim_rate": "“{claim}” expects a number of per cent, from 0 to 100.",
        "claim_choice": "“{claim}” expects one of: {choices}.",
        "claim_yes_no": "“{claim}” expects true or false.",
        "path_outside_the_portal": "Only a part of the portal (integration.means = “built_in”) has "
        "a path for address: give the whole address, starting with https://.",
        "unreachable_capability": "Say where it is done: `url` for a page, `endpoint` for an "
        "address that the portal calls.",
        "twice": "“{given}” is said twice.",
        "no_operator": "Say who runs it, unless whoever runs the portal does (operated_here = "
        "true).",
        "names_itself": "A service cannot name itself here.",
    }
)
"""A sentence per code; names in braces are filled with the fault's ``params``."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend.

    ``where``: the place in the document, such as "identity.promise.fr" or "capabilities.0.verb",
    empty for the document as a whole; ``message``: what is wrong and what is expected, in English;
    ``code`` and ``params``: the same for another language, see ``WORDING``; ``line``: counted
    from 1, when the reader of the format knows it.
    """

    where: str
    message: str
    code: str = ""
    params: Mapping[str, str] = field(default_factory=dict, compare=False)
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


def fault(where: str, code: str, *, line: int | None = None, **params: object) -> Fault:
    """Return the fault of ``code``, its sentence filled with ``params``."""
    texts = {name: str(value) for name, value in params.items()}
    return Fault(where, WORDING[code].format_map(texts), code, texts, line)


class ManifestRefused(ValueError):
    """A document that is not a manifest, with everything that is wrong in it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(one) for one in faults))


def broken_rule(code: str, *, at: str = "", **params: str) -> PydanticCustomError:
    """Return the error that a validator of ours raises.

    ``at``: the place, from the block of the validator, when the rule is about a part of it.
    """
    context = {"rule": code, "at": at, **params}
    return PydanticCustomError("rule", "{rule}", context)
