"""Write a definition as the TOML that reads back as the same."""

from __future__ import annotations

import json

from kpi.measures.defined.definition import WITHOUT_VALUE, Condition, Definition


def written_definition(definition: Definition) -> str:
    """Return the TOML of a definition.

    Examples
    --------
    >>> words = {"en": "Light", "es": "Ligeros"}
    >>> light = Definition("light", words, words, "quality", "share", "higher", "share",
    ...     good=(Condition("weight", "less than", 5.0),))
    >>> from kpi.measures.defined.read_toml import read_definitions
    >>> read_definitions(written_definition(light)) == (light,)
    True
    """
    lines = [
        "[[kpi]]",
        f"id = {_text(definition.id)}",
        f"name = {_words(dict(definition.name))}",
        f"question = {_words(dict(definition.question))}",
        f"dimension = {_text(definition.dimension)}",
        f"unit = {_text(definition.unit)}",
        f"better = {_text(definition.better)}",
        f"measure = {_text(definition.measure)}",
        f"over = {_text(definition.over)}",
    ]
    if definition.measure == "share":
        lines.append(f"good = {_conditions(definition.good)}")
        lines.append(f"match = {_text(definition.match)}")
    else:
        lines.append(f"column = {_text(definition.column)}")
    if definition.measure == "percentile":
        lines.append(f"percentile = {definition.percentile:g}")
    if definition.only:
        lines.append(f"only = {_conditions(definition.only)}")
    return "\n".join(lines) + "\n"


def _conditions(conditions: tuple[Condition, ...]) -> str:
    return "[\n" + "".join(f"    {_condition(one)},\n" for one in conditions) + "]"


def _condition(condition: Condition) -> str:
    parts = [
        f"column = {_text(condition.column)}",
        f"comparison = {_text(condition.comparison)}",
    ]
    if condition.comparison not in WITHOUT_VALUE:
        value = condition.value
        if isinstance(value, tuple):
            parts.append(f"value = [{', '.join(map(_text, value))}]")
        else:
            parts.append(f"value = {_text(value) if isinstance(value, str) else repr(value)}")
    return "{" + ", ".join(parts) + "}"


def _words(words: dict[str, str]) -> str:
    return "{" + ", ".join(f"{language} = {_text(text)}" for language, text in words.items()) + "}"


def _text(text: str) -> str:
    """Write a TOML string: JSON's escapes are among TOML's, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
