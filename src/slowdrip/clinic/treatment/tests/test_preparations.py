"""The three preparations everyone can check by hand, and what an order keeps."""

import json
from fractions import Fraction
from typing import Any

import pytest

from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.models import AuditEntry, Signature
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.record.verify import verify_chain
from slowdrip.clinic.treatment.actions import write_order
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.proposals import preview
from slowdrip.clinic.treatment.queries import State, order_status, orders_of, verified_order
from slowdrip.clinic.treatment.steps import Asked
from slowdrip.clinic.treatment.tests.ordering import VIAL_10, proof_of, typed, verify, write
from tests.cast import DAY, Cast

ADDED = {"preparation": "added_to", "overfill_ml": "0"}


@pytest.mark.parametrize(
    ("changes", "figures"),
    [
        ({}, (40_000, 800, 100_000, 150_000)),
        (ADDED, (40_000, 800, 100_800, 151_200)),
        ({"product": VIAL_10}, (40_000, 4_000, 100_000, 150_000)),
    ],
)
def test_80_kg_half_a_milligram_per_kg_over_40_minutes(
    house: Cast, ben: Patient, changes: dict[str, Any], figures: tuple[int, int, int, int]
) -> None:
    order = write(house, ben, **changes)
    assert (order.dose_ug, order.draw_ul, order.final_volume_ul, order.rate_ul_per_h) == figures
    assert order.duration_s == 2400


def test_every_figure_stands_in_the_preview(house: Cast, ben: Patient) -> None:
    figures = preview(house.prescriber.acting, ben.pk, typed(), at=DAY).figures
    assert figures is not None
    assert (figures.dose_ug, figures.draw_ul, figures.vtbi_ul, figures.vials) == (40_000, 800, 100_000, 1)
    assert figures.final_conc_mg_per_ml == Fraction(4, 10)
    assert (figures.mg_per_kg_per_h, figures.mcg_per_kg_per_min) == (Fraction(3, 4), Fraction(25, 2))


def test_a_preview_writes_nothing(house: Cast, ben: Patient) -> None:
    before = AuditEntry.objects.count()
    preview(house.prescriber.acting, ben.pk, typed(), at=DAY)
    assert (Order.objects.count(), AuditEntry.objects.count()) == (0, before)


def test_the_signature_covers_the_very_bytes_of_the_order(house: Cast, ben: Patient) -> None:
    order = write(house, ben)
    signature = Signature.objects.get(subject_id=order.pk, meaning="order.signed")
    assert (signature.document, signature.document_sha256) == (order.document, order.document_sha256)
    assert signature.signer_id == house.prescriber.member.actor_id


def test_the_document_names_policy_weight_and_vial(house: Cast, ben: Patient) -> None:
    order = write(house, ben)
    document = json.loads(order.document)
    assert document["policy"]["sha256"] == order.policy.sha256
    assert (document["weight"]["weight_g"], document["product"]["conc_ug_per_ml"]) == (80_000, 50_000)
    assert (document["tier"], document["figures"]["rate_ul_per_h"]) == ("ok", "150000")


def test_an_order_goes_from_signed_to_verified(house: Cast, ben: Patient) -> None:
    order = write(house, ben)
    assert order_status(house.nurse.acting, order.pk, at=DAY).state == State.SIGNED
    verify(house, order)
    orders = orders_of(house.nurse.acting, ben.pk, at=DAY)
    assert [each.state for each in orders if each.stands] == [State.VERIFIED]
    ready = verified_order(house.nurse.acting, order.pk)
    assert (ready.dose_ug, ready.dose_in_bag_ug, ready.rate_ul_per_h, ready.vtbi_ul) == (
        40_000,
        40_000,
        150_000,
        100_000,
    )
    assert (ready.verified_by, ready.signed_by) == (house.nurse.member.actor_id, house.prescriber.member.actor_id)


def test_writing_and_verifying_are_in_the_chain(house: Cast, ben: Patient) -> None:
    verify(house, write(house, ben))
    actions = list(AuditEntry.objects.filter(clinic=house.harbor).order_by("seq").values_list("action", flat=True))[-4:]
    assert actions == ["order.written", "signed", "signed", "order.verified"]
    assert verify_chain(house.harbor.pk) is None


def test_the_same_form_sent_twice_writes_one_order(house: Cast, ben: Patient) -> None:
    order_id, by = uuid7(), house.prescriber
    for _ in range(2):
        write_order(by.acting, ben.pk, Asked(typed=typed()), proof=proof_of(by), at=DAY, order_id=order_id)
    assert Order.objects.count() == 1
