"""Words for the codes of adverse events and tasks."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.chart.words.names import Words
from slowdrip.science.rules.adverse.codes import Action, Outcome, Relation, Result, Seriousness, Symptom, Task

SYMPTOMS: Final[dict[str, Words]] = {
    Symptom.DIZZINESS: _("Dizziness"),
    Symptom.NAUSEA: _("Nausea"),
    Symptom.VOMITING: _("Vomiting"),
    Symptom.HEADACHE: _("Headache"),
    Symptom.BLURRED_VISION: _("Blurred or double vision"),
    Symptom.DISSOCIATION: _("Dissociation"),
    Symptom.ANXIETY: _("Anxiety"),
    Symptom.SEDATION: _("Sedation"),
    Symptom.HIGH_BLOOD_PRESSURE: _("High blood pressure"),
    Symptom.PALPITATIONS: _("Palpitations"),
    Symptom.ATAXIA: _("Unsteadiness (ataxia)"),
    Symptom.DYSURIA: _("Pain when passing urine"),
    Symptom.OTHER: _("Something else"),
}
SEVERITIES: Final[dict[str, Words]] = {
    "0": _("not noticed"),
    "1": _("mild"),
    "2": _("moderate"),
    "3": _("severe"),
}
SERIOUSNESS: Final[dict[str, Words]] = {
    Seriousness.DEATH: _("death"),
    Seriousness.LIFE_THREATENING: _("danger to life"),
    Seriousness.HOSPITAL: _("hospital, or a longer stay there"),
    Seriousness.LASTING_HARM: _("lasting harm"),
    Seriousness.OTHER_IMPORTANT: _("important for another reason"),
}
RELATIONS: Final[dict[str, Words]] = {
    Relation.UNRELATED: _("not related"),
    Relation.POSSIBLE: _("possibly related"),
    Relation.PROBABLE: _("probably related"),
    Relation.CERTAIN: _("certainly related"),
}
ACTIONS: Final[dict[str, Words]] = {
    Action.NONE: _("no action"),
    Action.REASSURED: _("reassured"),
    Action.SLOWED_OR_PAUSED: _("drip slowed or paused"),
    Action.STOPPED: _("drip stopped"),
    Action.MEDICINE: _("medicine given"),
    Action.REFERRED: _("referred"),
    Action.OTHER: _("something else"),
}
OUTCOMES: Final[dict[str, Words]] = {
    Outcome.NOT_RECOVERED: _("not recovered"),
    Outcome.RECOVERING: _("recovering"),
    Outcome.RECOVERED: _("recovered"),
    Outcome.LASTING_EFFECTS: _("recovered with lasting effects"),
    Outcome.UNKNOWN: _("cannot be known"),
    Outcome.DIED: _("died"),
}
TASKS: Final[dict[str, Words]] = {
    Task.URINE_TEST: _("Urine test"),
    Task.BLADDER_PERSISTS: _("Bladder: go on or hold"),
    Task.MANIA_SCREEN: _("Sign of mania: decide"),
    Task.PSYCHOSIS_SCREEN: _("Psychotic symptoms may have risen: decide"),
    Task.SIDE_EFFECT: _("Told by the patient, to be looked at"),
    Task.CHAIR_EVENT: _("Serious at a drip, to be followed up"),
}
DEMANDS: Final[dict[str, Words]] = {
    Task.URINE_TEST: _("Test the urine and write down what came of it. If the patient does not want it, write why."),
    Task.BLADDER_PERSISTS: _(
        "A prescriber decides to go on or to hold, and to whom the patient is referred: urology is the usual place. "
        "Until then a new order and “ready” wait."
    ),
    Task.MANIA_SCREEN: _("A screen is no diagnosis. A prescriber talks with the patient and writes what they found."),
    Task.PSYCHOSIS_SCREEN: _(
        "A number is no diagnosis. A prescriber talks with the patient, compares with the scores before, "
        "and writes what they found."
    ),
    Task.SIDE_EFFECT: _(
        "Ask the patient. Write an adverse event where it is one, or say that nothing more is needed. Which effects "
        "are looked at, and from which hour on, is a proposal: confirm with your medical director."
    ),
    Task.CHAIR_EVENT: _(
        "Look at the drip's record. Keep it as an adverse event, or write why nothing more is needed. It was charted "
        "as serious, or the drip was stopped because of it."
    ),
}
RESULTS: Final[dict[str, Words]] = {
    Result.CLEAN: _("clean"),
    Result.INFECTION: _("infection"),
    Result.BLOOD: _("blood"),
    Result.OTHER: _("something else"),
    Result.DECLINED: _("the patient declined"),
    Result.GO_ON: _("go on with treatment"),
    Result.HOLD: _("hold treatment"),
    Result.NO_MANIA: _("no sign of mania now or before"),
    Result.MANIA: _("mania or hypomania, now or before"),
    Result.NO_PSYCHOSIS: _("no psychotic symptoms now"),
    Result.PSYCHOSIS: _("psychotic symptoms"),
    Result.KEPT: _("written down as an adverse event"),
    Result.NOTHING_MORE: _("nothing more is needed"),
}
CODES: Final[dict[str, Words]] = {
    "blood": _("blood in the urine"),
    "symptoms": _("several bladder symptoms"),
    "urine_blood": _("blood found in the urine test"),
    "charted_serious": _("charted as serious at the drip"),
    "stopped_for_it": _("drip stopped because of an adverse event"),
    "in_a_row": _("positive screens in a row"),
    "positive": _("positive"),
    "ymrs_rise": _("YMRS risen since the score that it is compared with, or that high with none to compare"),
    "ymrs_rise_open": _("YMRS may have risen: an answer or an earlier score is missing"),
    "bprs_rise": _("BPRS positive symptoms risen since the score that they are compared with"),
    "bprs_rise_open": _("BPRS positive symptoms may have risen: an answer or an earlier score is missing"),
    "nausea": _("sick to the stomach"),
    "vomiting": _("throwing up"),
    "dizziness": _("dizzy"),
    "headache": _("headache"),
    "sleepiness": _("very sleepy"),
    "blurred_vision": _("blurry eyes"),
    "unsteadiness": _("unsteady"),
    "unreality": _("far away or unreal"),
    "anxiety": _("anxious"),
    "confusion": _("mixed up"),
    "palpitations": _("heart racing"),
    "bladder": _("trouble when passing urine"),
}
SOURCES: Final[dict[str, Words]] = {
    "staff": _("written by staff"),
    "chair": _("charted at the drip"),
}


def several(codes: Iterable[str], words: Mapping[str, Words]) -> str:
    """Gives codes as words with commas between; a code without words as it is."""
    return ", ".join(str(words.get(code, code)) for code in codes)


def severity_words(severity: int | None) -> str:
    """Gives how strong it is with its number; a plain word where nobody judged."""
    return _now("not judged yet") if severity is None else f"{severity} · {SEVERITIES[str(severity)]}"
