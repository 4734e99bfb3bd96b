"""What is written around the drips of the demo: wishes, notes, a call, a letter; one waits for its co-signature."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.encounters.actions.letters import write_letter
from slowdrip.clinic.encounters.actions.wishing import Wished, set_wishes
from slowdrip.clinic.encounters.actions.writing import write_note
from slowdrip.clinic.encounters.letter_facts import facts_digest, letter_facts
from slowdrip.clinic.encounters.told import Call, Told
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.people.models import Contact, Patient
from slowdrip.clinic.record.tables import uuid7

from .team import Team, shown_by

WISHES = {
    "running": Wished("Blanket over the legs, lights low", "ask", "wanted", "Own playlist, no words"),
    "paused": Wished("Wants to be talked to when it gets strong", "welcome", "not_wanted", ""),
}
AFTER_THE_LAST = "Slept well after the last infusion. Wishes the next one at the same hour. Friend drives again."
TO_BE_READ = "Asks whether the blood pressure tablet should be taken on the morning of the drip. Told to ask us first."
REACHED = "Tired until the evening, fine this morning. No nausea, no double vision."
ADVICE = "Told to call at once if the mood falls or thoughts of death come; has the number."
REFERRER = "Dr Mirela Ionescu\nLakeside Family Practice"
LETTER = "Thank you for referring Mr Abendroth. The visits so far are listed below; the series goes on as planned."


def write_around(team: Team, known: dict[str, UUID], *, now: datetime, zone: ZoneInfo) -> None:
    """Writes it all as the team would have, before the present day began."""
    yesterday = now - timedelta(days=1)
    for key, wished in WISHES.items():
        set_wishes(team.nurse.acting(), known[key], wished, at=yesterday, row_id=uuid7())
    _after_the_last(team, known["running"])
    _to_be_read(team, known["hypertensive"], at=yesterday)
    _letter(team, known["hypertensive"], zone=zone, at=yesterday)


def _after_the_last(team: Team, patient_id: UUID) -> None:
    """A call on the day after the last drip, and the note of it."""
    last = Infusion.objects.filter(patient_id=patient_id, state__phase="ended").order_by("-planned_at").first()
    phone = Contact.objects.filter(patient_id=patient_id, kind=Contact.Kind.PHONE).first()
    if last is None or phone is None:
        raise ValueError("The demo's patient has no finished drip or no phone.")
    called_at = last.planned_at + timedelta(hours=25)
    call = Call(who="clinic_called", contact_id=phone.pk, reason="after_drip", advice=ADVICE)
    told = Told(text=REACHED, happened_at=called_at, infusion_id=last.pk, call=call)
    _written(team.nurse, patient_id, told, at=called_at + timedelta(minutes=6))
    told = Told(text=AFTER_THE_LAST, happened_at=called_at, infusion_id=last.pk)
    _written(team.nurse, patient_id, told, at=called_at + timedelta(minutes=9))


def _to_be_read(team: Team, patient_id: UUID, *, at: datetime) -> None:
    _written(team.second, patient_id, Told(text=TO_BE_READ, happened_at=at, needs_cosign=True), at=at)


def _written(author: Membership, patient_id: UUID, told: Told, *, at: datetime) -> None:
    proof = shown_by(author.acting(), at=at)
    write_note(author.acting(), patient_id, told, proof=proof, at=at, note_id=uuid7())


def _letter(team: Team, patient_id: UUID, *, zone: ZoneInfo, at: datetime) -> None:
    author = team.prescriber.acting()
    patient = Patient.objects.get(id=patient_id)
    write_letter(
        author,
        patient_id,
        {"to": REFERRER, "text": LETTER},
        zone=zone,
        seen=facts_digest(letter_facts(author, patient, zone=zone)),
        proof=shown_by(author, at=at),
        at=at,
        letter_id=uuid7(),
    )
