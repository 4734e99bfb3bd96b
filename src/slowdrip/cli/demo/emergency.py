"""The demo clinic's emergency card: an example with steps; its medicines name a standing order and never a dose."""

from datetime import datetime

from slowdrip.clinic.emergency.actions import sign_card
from slowdrip.clinic.emergency.card import Card, Medicine

from .team import Team, shown_by

# Steps and classes of drugs: facts/clinical.md D4 [secondary / unverified]; an example, not advice.
LINES = (
    "Call out: “Emergency, chair …”. Stop the pump.",
    "Look and speak: awake? breathing? colour?",
    "Not breathing normally: open the airway, oxygen, bag-valve mask, suction at hand.",
    "No response and no normal breathing: CPR, AED on, follow its voice.",
    "Call EMS. Say: ketamine infusion, address, back door open, someone waits outside.",
    "One person writes times on this page. One person stays with the patient, always.",
    "Chest pain, seizure, laryngospasm, anaphylaxis: EMS at once.",
    "Call the prescriber: number on the wall.",
)
MEDICINES = (
    Medicine("5-HT3 antagonist", "per standing order 3", "iv", "nausea, vomiting"),
    Medicine("Antihypertensive", "per standing order 4", "iv", "hypertension after slowing or pausing"),
    Medicine("Benzodiazepine", "per standing order 5", "iv", "seizure, last resort in distress"),
)


def sign_example(team: Team, *, at: datetime) -> None:
    """Signs the example as the clinic's director."""
    director = team.director.acting()
    card = Card(LINES, MEDICINES)
    sign_card(director, card, comment="Example for the demo", proof=shown_by(director, at=at), at=at)
