"""Symptoms: one tap when it starts, one when it ends, grade and action when there is time."""

from slowdrip.science.infusion.events.fields import Field, choice, maybe, text
from slowdrip.science.infusion.events.kinds import Group, Kind

SYMPTOMS = (
    "dizziness",
    "nausea",
    "vomiting",
    "headache",
    "double_vision",
    "disorientation",
    "anxiety",
    "dissociation_distress",
    "itching",
    "chest_pain",
    "dyspnoea",
    "neurological_deficit",
    "seizure",
    "laryngospasm",
    "anaphylaxis",
    "other",
)
GRADES = ("mild", "moderate", "severe")
DETAILS: tuple[Field, ...] = (
    maybe(choice("relation", "unrelated", "possible", "probable", "certain")),
    maybe(choice("action", "none", "reassured", "rate_lowered", "paused", "stopped", "medication", "transferred")),
    maybe(choice("seriousness", "not_serious", "serious")),
    maybe(text("note", 2000)),
)
CODE = choice("symptom", *SYMPTOMS)
GRADE = choice("grade", *GRADES)

KINDS = (
    Kind("symptom_started", (CODE, maybe(GRADE), *DETAILS), Group.SYMPTOM),
    Kind(
        "symptom_changed", (CODE, maybe(GRADE), *DETAILS), Group.SYMPTOM, one_of=("grade", *(f.name for f in DETAILS))
    ),
    Kind("symptom_ended", (CODE, *DETAILS), Group.SYMPTOM),
)
