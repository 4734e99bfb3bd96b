"""Says what the scorer says, in the words that the examples in the scales' files use."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from slowdrip.knowledge.types.scales import ChangeExample, Example, Scale
from slowdrip.science.scales import Absent, Answer, BadAnswers, NotProrated, Result, prorated, score
from slowdrip.science.scales.changing import between

WORDS: dict[str, Answer] = {"-": Absent.MISSING, "na": Absent.NOT_APPLICABLE, "refused": Absent.REFUSED}


def answers_of(scale: Scale, tokens: tuple[str, ...]) -> dict[str, Answer]:
    """The answers of an example by item."""
    return {each.name: answer(token) for each, token in zip(scale.items, tokens, strict=True)}


def answer(token: str) -> Answer:
    """One answer as a file writes it."""
    return WORDS[token] if token in WORDS else Decimal(token)


def told(scale: Scale, example: Example) -> dict[str, str]:
    """What the scorer says about each thing that the example expects."""
    answers = answers_of(scale, example.answers)
    try:
        found = score(scale, answers)
    except BadAnswers as refused:
        return {name: " ".join(refused.codes) if name == "error" else "refused" for name in example.expects}
    return {name: _said(name, scale, found, answers) for name in example.expects}


def _said(name: str, scale: Scale, found: Result, answers: dict[str, Answer]) -> str:
    head, _, tail = name.partition(".")
    if head in found.scores:
        return _of_score(found, head, tail)
    if head in found.outcomes:
        return _of_outcome(found, head, tail)
    return OTHERS[head](tail, scale, found, answers)


def _of_score(found: Result, name: str, part: str) -> str:
    one = found.scores[name]
    match part:
        case "":
            return number(one.value) if one.value is not None else one.profile or one.why or "none"
        case "shown":
            return str(one.shown)
        case "band":
            return one.band or "none"
        case "bands":
            return " ".join(one.bands)
        case "low" | "high" | "out_of":
            return number(getattr(one, part))
    raise KeyError(part)


def _of_outcome(found: Result, name: str, part: str) -> str:
    one = found.outcomes[name]
    if part == "floor":
        return one.floor
    if part == "escalates":
        return yes(one.escalates)
    return one.code or ("contradictory" if one.is_contradictory else "undetermined")


def _label(name: str, _scale: Scale, found: Result, _answers: dict[str, Answer]) -> str:
    labels = (label for one in found.scores.values() for label in one.labels)
    return next((yes(label.met) for label in labels if label.threshold.name == name), "none")


def _prorated(name: str, scale: Scale, _found: Result, answers: dict[str, Answer]) -> str:
    made = prorated(scale, answers, name)
    return made.code if isinstance(made, NotProrated) else number(made.value)


OTHERS: dict[str, Callable[[str, Scale, Result, dict[str, Answer]], str]] = {
    "label": _label,
    "prorated": _prorated,
    "trigger": lambda name, _scale, found, _answers: found.triggers[name].fired,
    "missing": lambda _name, _scale, found, _answers: " ".join(found.missing),
    "contradictions": lambda _name, _scale, found, _answers: " ".join(found.contradictions),
    "error": lambda *_: "none",
}


def told_of_change(scale: Scale, example: ChangeExample) -> dict[str, str]:
    """What the scorer says about a change, for each thing that the example expects."""
    made = between(scale, scale.score(example.score), Fraction(example.baseline), Fraction(example.current))
    said = {each.threshold.name: each.why or yes(each.met) for each in made.labels}
    said |= {"better_by": number(made.better_by or Fraction(0))}
    return {name: said[name] for name in example.expects}


def yes(met: bool | None) -> str:
    """Yes, no, or open."""
    return {True: "yes", False: "no", None: "open"}[met]


def number(value: Fraction) -> str:
    """An exact number: whole, or as a fraction."""
    return str(value)
