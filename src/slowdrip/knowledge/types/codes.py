"""The closed lists of codes a policy may name; words for them live with the screens."""

CHANNELS = (
    "bp",
    "hr",
    "spo2",
    "rr",
    "temperature",
    "moaas",
    "dissociation",
    "nausea",
    "anxiety",
    "pain",
    "orientation",
    "iv_site",
)
TIERS = ("advisory", "urgent", "emergency")
EMERGENCY_SYMPTOMS = (
    "chest_pain",
    "neurological_deficit",
    "severe_headache",
    "dyspnea",
    "seizure",
    "laryngospasm",
    "anaphylaxis",
)
ROLES = ("prescriber", "nurse", "front_desk", "medical_director", "auditor")
CALLED_ROLES = ("nurse", "prescriber", "medical_director")
WEIGHT_BASES = ("actual", "ideal", "adjusted")
CREDENTIALS = ("licence", "acls", "bls")

ASKED_SCALES = ("phq9", "phq8", "phq2", "gad7", "pcl5", "nrs_mood", "nrs_pain", "nrs_nausea", "who5", "pgic_cgi7")
"""Scales that patients answer by themselves and that a plan may ask again and again."""
