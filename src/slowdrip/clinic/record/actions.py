"""Opens a clinic: the one action that has no clinic yet."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from . import chain
from .acting import Acting
from .models import Actor, Clinic, ClinicHead
from .refusal import Refused
from .tenancy import bind

# Addresses of the house itself; a clinic of that name could not be reached.
RESERVED_SLUGS = frozenset({"account", "static", "p"})


@dataclass(frozen=True, slots=True)
class Opened:
    """A new clinic and its system actor."""

    clinic: Clinic
    system: Acting


def open_clinic(*, slug: str, name: str, time_zone: str, phone: str, at: datetime) -> Opened:
    """Creates a clinic, its chain head and its system actor; the first link of its chain says so."""
    if slug in RESERVED_SLUGS:
        raise Refused("slug_reserved", field="slug")
    with transaction.atomic(durable=True):
        clinic = Clinic(slug=slug, name=name, time_zone=time_zone, phone=phone)
        bind(clinic.pk)
        clinic.save(force_insert=True)
        actor = Actor(clinic=clinic, kind=Actor.Kind.SYSTEM, label="Slowdrip")
        actor.save(force_insert=True)
        ClinicHead(clinic=clinic).save(force_insert=True)
        system = system_acting(actor)
        opened = chain.Entry(action="clinic.opened", subject="record.clinic", subject_id=clinic.pk)
        chain.append(system, at, [opened], rows=[])
    return Opened(clinic=clinic, system=system)


def system_acting(actor: Actor) -> Acting:
    """Gives the system actor as an `Acting`; it may do what processes do and nothing a person signs."""
    return Acting(actor_id=actor.pk, clinic_id=actor.clinic_id, kind=actor.kind, label=actor.label)
