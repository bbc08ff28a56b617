"""What click says itself, in the reader's language: wrong options, missing arguments, headings.

Click asks the standard library's gettext for its phrases, which reads compiled catalogues from
files; ours are compiled in memory. While a command runs, the two functions that it asks answer from
our catalogue, and from the library's own where ours has nothing to say.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from kpi.words import LANGUAGES, N_, Message
from kpi.words.languages import translations

_Several = Callable[[str, str, str, int], str]

# Click's phrases, as its source has them; a test compares them with the click that is installed.
PHRASES = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Positional arguments"),
    N_("Show this message and exit."),
    N_("default: {default}"),
    N_("env var: {var}"),
    N_("required"),
    N_("(dynamic)"),
    N_("Aborted!"),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing parameter"),
    N_("Missing {param_type}"),
    N_("Missing parameter: {param_name}"),
    N_("Missing command."),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("unknown error"),
    N_("Could not open file {filename!r}: {message}"),
    N_("Invalid start character for option ({option})"),
    N_("Argument {name!r} takes {nargs} values."),
    N_("Option {name!r} does not take a value."),
    N_("Choose from:\n\t{choices}"),
    N_("{value} is not in the range {range}."),
    N_("{value!r} is not a valid boolean. Recognized values: {states}"),
    N_("Value must be an iterable."),
)
PLURALS = (
    Message(
        "Got unexpected extra argument ({args})", many="Got unexpected extra arguments ({args})"
    ),
    Message("{value!r} is not {choice}.", many="{value!r} is not one of {choices}."),
    Message(
        "Option {name!r} requires an argument.",
        many="Option {name!r} requires {nargs} arguments.",
    ),
    Message("Did you mean {possibility}?", many="(Did you mean one of: {possibilities}?)"),
)
# Phrases with a place that click fills in English: ours do without it.
_WITHOUT_ENGLISH = {
    "{value!r} is not a valid {number_type}.": N_("{value!r} is not a number that fits here."),
}


@contextmanager
def click_speaks(language: str) -> Iterator[None]:
    """Let click say its own phrases in a language while the block runs."""
    ours = translations(language)
    kept = gettext.dgettext, gettext.dngettext

    def one(domain: str, phrase: str) -> str:
        said = ours.gettext(_WITHOUT_ENGLISH.get(phrase, phrase))
        return said if said != phrase else kept[0](domain, phrase)

    def of_several(domain: str, phrase: str, many: str, n: int) -> str:
        said = ours.ngettext(phrase, many, n)
        return said if said not in {phrase, many} else kept[1](domain, phrase, many, n)

    _answer_with(one, of_several)
    try:
        yield
    finally:
        _answer_with(*kept)


def _answer_with(one: Callable[[str, str], str], several: _Several) -> None:
    """Let the standard library ask these two for phrases."""
    vars(gettext).update(dgettext=one, dngettext=several)


def asked_language(words: Sequence[str], otherwise: str) -> str:
    """Return the language that a command line asks for, wherever its ``--lang`` stands.

    What is wrong with a command line is told before all of it is read.

    Parameters
    ----------
    words : sequence of str
        The command line without the program.
    otherwise : str
        The answer where none is asked for, or one that is not spoken.

    Examples
    --------
    >>> asked_language(["ingest", "--lang=es", "--bad"], "en")
    'es'
    >>> asked_language(["--lang", "en", "loads", "--lang", "es"], "en")
    'es'
    >>> asked_language(["loads", "--lang"], "en")
    'en'
    """
    found = otherwise
    for at, word in enumerate(words):
        if word == "--":
            break
        value = word.removeprefix("--lang=")
        if word == "--lang":
            value = words[at + 1] if at + 1 < len(words) else ""
        if word.startswith("--lang") and value in LANGUAGES:
            found = value
    return found
