"""Two short tasks that compare a person with nobody but themself: forms, trials, scores and comparisons."""

from slowdrip.science.cognition.comparing import Compared, Practice, Run, Setup, compared, practice_of
from slowdrip.science.cognition.forms import DIGITS, SYMBOLS, form_after, items_of, key_of, waits_ms_of
from slowdrip.science.cognition.occasions import Moment, Occasion, StartedVisit, moment_of
from slowdrip.science.cognition.scoring import SCORER, ReactionScore, SymbolScore, score_reactions, score_symbols
from slowdrip.science.cognition.trials import (
    LONGEST_REACTION_MS,
    BadTrials,
    ReactionTrial,
    SymbolTrial,
    reaction_trials,
    symbol_trials,
)

__all__ = [
    "DIGITS",
    "LONGEST_REACTION_MS",
    "SCORER",
    "SYMBOLS",
    "BadTrials",
    "Compared",
    "Moment",
    "Occasion",
    "Practice",
    "ReactionScore",
    "ReactionTrial",
    "Run",
    "Setup",
    "StartedVisit",
    "SymbolScore",
    "SymbolTrial",
    "compared",
    "form_after",
    "items_of",
    "key_of",
    "moment_of",
    "practice_of",
    "reaction_trials",
    "score_reactions",
    "score_symbols",
    "symbol_trials",
    "waits_ms_of",
]
