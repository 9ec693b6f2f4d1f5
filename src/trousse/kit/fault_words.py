"""The sentences of a manifest's faults, for the pages of the portal.

The package ``trousse_kit`` says them in English; here they are given to translators. A test keeps
both the same.
"""

from django.utils.translation import get_language, gettext, gettext_noop

from trousse_kit import Fault

SENTENCES = {
    "syntax": gettext_noop("This is not {kind} that can be read: {reason}"),
    "encoding": gettext_noop("This is not a text: it must be written in UTF-8."),
    "too_large": gettext_noop("The document is too large: {size} bytes, at most {limit}."),
    "too_deep": gettext_noop("The document is nested too deeply."),
    "key_twice": gettext_noop("“{given}” is given twice."),
    "not_allowed_in_yaml": gettext_noop("Anchors, aliases and tags of YAML are not accepted."),
    "yaml_missing": gettext_noop("YAML cannot be read here: install trousse-kit[yaml]."),
    "not_data": gettext_noop("A value of the type “{given}” cannot be in a manifest."),
    "not_finite": gettext_noop("This number is not finite."),
    "unreadable": gettext_noop("The file cannot be read: {reason}"),
    "id_taken": gettext_noop("“{given}” is the name of another service, described by {path}."),
    "missing": gettext_noop("This is missing."),
    "unknown": gettext_noop("“{given}” is not known here."),
    "unknown_near": gettext_noop("“{given}” is not known here: did you mean “{near}”?"),
    "not_a_block": gettext_noop("Expected named values, found {given}."),
    "not_a_list": gettext_noop("Expected a list, found {given}."),
    "not_text": gettext_noop("Expected a text, found {given}."),
    "not_words": gettext_noop("Expected a text per language, such as fr = “…”, found {given}."),
    "not_true_or_false": gettext_noop("Expected true or false, found {given}."),
    "not_a_number": gettext_noop("Expected a number, found {given}."),
    "not_a_day": gettext_noop("Expected a day such as 2026-09-01, found {given}."),
    "not_a_value": gettext_noop("Expected a number, a text, true or false, found {given}."),
    "empty": gettext_noop("This is empty."),
    "too_short": gettext_noop("This is too short: at least {limit} characters."),
    "too_long": gettext_noop("This is too long: {size} characters, at most {limit}."),
    "too_many": gettext_noop("There are too many: {size}, at most {limit}."),
    "choice": gettext_noop("{given} is not one of: {choices}."),
    "choice_near": gettext_noop("{given} is not one of: {choices}. Did you mean “{near}”?"),
    "slug": gettext_noop(
        "{given} is not a name for machines: lower-case letters, digits and single "
        "hyphens, such as “find-a-date”."
    ),
    "name": gettext_noop(
        "{given} is not a name for machines: lower-case letters, digits and single "
        "underscores, such as “poll_item”."
    ),
    "language": gettext_noop(
        "{given} is not the code of a language, such as “fr”, “en” or “pt-BR”."
    ),
    "address": gettext_noop(
        "{given} is not the address of a service: it must start with https://."
    ),
    "link": gettext_noop(
        "{given} is not the address of a page: it must start with https:// or http://."
    ),
    "help_address": gettext_noop(
        "{given} is not an address: it must start with https://, mailto: or tel:."
    ),
    "origin": gettext_noop(
        "{given} is not an origin, such as “https://polls.example.org”: no path, no final slash."
    ),
    "path": gettext_noop("{given} is not a path: it must start with “/”."),
    "country": gettext_noop("{given} is not a country: two capital letters, such as “FR”."),
    "pattern": gettext_noop("{given} does not have the expected form."),
    "one_line": gettext_noop("This must be one line."),
    "invalid": gettext_noop("This is not accepted: {reason}"),
    "no_french": gettext_noop("The text in French is missing: it is the one shown by default."),
    "sunset_before_since": gettext_noop("The day of closing comes before the day of `since`."),
    "expiry_before_declaration": gettext_noop(
        "The day of expiry comes before the day of declaration."
    ),
    "claim_rate": gettext_noop("“{claim}” expects a number of per cent, from 0 to 100."),
    "claim_choice": gettext_noop("“{claim}” expects one of: {choices}."),
    "claim_yes_no": gettext_noop("“{claim}” expects true or false."),
    "path_outside_the_portal": gettext_noop(
        "Only a part of the portal (integration.means = “built_in”) has a path for "
        "address: give the whole address, starting with https://."
    ),
    "unreachable_capability": gettext_noop(
        "Say where it is done: `url` for a page, `endpoint` for an address that the portal calls."
    ),
    "twice": gettext_noop("“{given}” is said twice."),
    "no_operator": gettext_noop(
        "Say who runs it, unless whoever runs the portal does (operated_here = true)."
    ),
    "names_itself": gettext_noop("A service cannot name itself here."),
}

VALUES = {
    word: word
    for word in (
        gettext_noop("a list"),
        gettext_noop("a single value"),
        gettext_noop("named values"),
        gettext_noop("nothing"),
        gettext_noop("unknown format"),
    )
}
"""What may stand in a sentence besides what the document says."""


def fault_in_words(fault: Fault) -> str:
    """Return what is wrong and what is expected, in the language of the page."""
    sentence = SENTENCES.get(fault.code)
    if sentence is None:
        return fault.message
    params = {name: _in_language(value) for name, value in fault.params.items()}
    return gettext(sentence).format_map(params)


def _in_language(value: str) -> str:
    if value in VALUES:
        return gettext(value)
    if value.startswith("“") and value.endswith("”") and (get_language() or "").startswith("fr"):
        return f"«\N{NARROW NO-BREAK SPACE}{value[1:-1]}\N{NARROW NO-BREAK SPACE}»"
    return value
