"""Another rate for the bag that hangs, through the pages: form, preview, signatures, verification, chair, record."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from slowdrip.cli.demo import walk
from slowdrip.cli.demo.team import shown_by
from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.chart.ordered import order_lines
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.record.moment import now
from slowdrip.clinic.treatment.actions import RateAsked, Worked, order_rate, verify_order
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.rate_typed import RateTyped
from tests.cast import Cast, Person
from tests.fixtures import ClientAs
from tests.visit import Visit

# Maya: 68.4 kg, 34.2 mg ordered, 0.68 mL = 34 mg drawn, in 100 mL at 150 mL/h for 15 minutes by the wall clock.


def page(name: str, order: Order | None = None, **of: Any) -> str:
    return reverse(f"treatment:{name}", kwargs={"clinic": "harbor", **({"order_id": order.pk} if order else {}), **of})


def chair(visit: Visit) -> str:
    return reverse("chart:chair", kwargs={"clinic": "harbor", "infusion": visit.infusion.pk})


def sent(client: Client, visit: Visit, **typed: str) -> dict[str, str]:
    """The form as a browser sends it: with the instant of the figures that are on the screen."""
    html = client.get(page("rate", visit.walked.order)).content.decode()
    seen = re.search(r'name="seen_at" value="([^"]+)"', html)
    assert seen is not None
    return {
        "rate_ml_per_h": "",
        "rest_min": "",
        "total_mg": "",
        "reason": "Nausea",
        "do": "sign",
        "seen_at": seen.group(1).replace("&#x2B;", "+"),
        "order_id": str(uuid4()),
        **typed,
    }


def signed_by(person: Person) -> dict[str, str]:
    return {"signer": str(person.member.pk), "pin": person.pin}


def ordered(cast: Cast, visit: Visit, **typed: str) -> Order:
    by, at = cast.prescriber.acting, now()
    asked = RateAsked(typed=RateTyped(**typed), reason="Nausea")
    return order_rate(by, visit.walked.order.pk, asked, proof=shown_by(by, at=at), at=at)


def in_force(cast: Cast, visit: Visit, **typed: str) -> Order:
    order = ordered(cast, visit, **typed)
    by, at = cast.second_nurse.acting, now()
    worked = Worked(walk.thousandth(order.dose_ug), rate_ml_per_h=walk.thousandth(order.rate_ul_per_h))
    verify_order(by, order.pk, shown_by(by, at=at), worked=worked, at=at)
    return order


def test_the_form_shows_the_bag_dated_and_what_is_left(cast: Cast, visit: Visit, client_as: ClientAs) -> None:
    html = client_as(cast.prescriber).get(page("rate", visit.walked.order)).content.decode()
    assert "34 mg in 100 mL = 0.34 mg/mL" in html
    given = re.search(r"([\d.]+) mg \(([\d.]+) mL\) at \d+ \w+ \d{4} \d\d:\d\d:\d\d", html)
    assert given is not None
    assert (12.7 < float(given.group(1)) < 14, 37.4 < float(given.group(2)) < 41) == (True, True)
    assert ("150 mL/h" in html, "34.2 mg, VTBI 100 mL" in html) == (True, True)


def test_the_preview_shows_every_figure_together(cast: Cast, visit: Visit, client_as: ClientAs) -> None:
    client = client_as(cast.prescriber)
    form = sent(client, visit, rate_ml_per_h="75")
    html = client.post(page("rate_preview", visit.walked.order), form).content.decode()
    shown = re.findall(r"<dt>([^<]+)</dt><dd>([\d.,]+) <small>([^<]*)</small>", html)
    assert [(name, unit) for name, _, unit in shown] == [
        ("New rate", "mL/h"),
        ("Per weight and hour", "mg/kg/h"),
        ("Per weight and minute", "mcg/kg/min"),
        ("Runs on for", "min"),
        ("Bag empty in", "min"),
        ("In total, run to the end", "mg"),
        ("Total per weight", "mg/kg"),
        ("Still to be infused", "mL"),
    ]
    found = {name: value for name, value, _ in shown}
    assert (found["New rate"], found["Per weight and hour"], found["In total, run to the end"]) == ("75", "0.373", "34")
    assert ("hx-swap-oob" in html, 'name="seen_at"' in html, Order.objects.count()) == (True, True, 1)


def test_a_prescriber_slows_the_drip_and_a_nurse_verifies(cast: Cast, visit: Visit, client_as: ClientAs) -> None:
    client = client_as(cast.prescriber)
    form = {**sent(client, visit, rest_min="40"), **signed_by(cast.prescriber)}
    answer = client.post(page("rate", visit.walked.order), form)
    new = Order.objects.get(replaces=visit.walked.order)
    assert (answer.status_code, answer["Location"]) == (302, page("order", new))
    read = client.get(answer["Location"]).content.decode()
    for text in (
        "Other rate, same bag",
        "the rest over 40 min",
        "the order for this bag",
        "34 mg in 100 mL, as drawn up",
    ):
        assert text in read, text
    nurse = client_as(cast.second_nurse)
    rate = walk.thousandth(new.rate_ul_per_h)
    asked = nurse.get(page("verify", new)).content.decode()
    assert ("the rest over 40 min" in asked, f"{rate} mL/h" in asked) == (True, False)
    wrong = {"dose_mg": "34", "rate_ml_per_h": "7.5", **signed_by(cast.second_nurse)}
    refused = nurse.post(page("verify", new), wrong)
    assert (refused.status_code, 'value="7.5"' in refused.content.decode()) == (422, True)
    right = nurse.post(page("verify", new), {**wrong, "rate_ml_per_h": rate}, follow=True)
    assert f"set the pump to {rate} mL/h, then chart the rate" in right.content.decode()
    assert Infusion.objects.get(pk=visit.infusion.pk).order_id == new.pk


def test_where_a_rate_is_asked_the_verifier_types_the_minutes(cast: Cast, visit: Visit, client_as: ClientAs) -> None:
    new = ordered(cast, visit, rate_ml_per_h="75")
    html = client_as(cast.second_nurse).get(page("verify", new)).content.decode()
    assert ('name="rest_min"' in html, 'name="rate_ml_per_h"' in html) == (True, False)


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({}, "rate_ml_per_h", "Type a new rate, or the minutes"),
        ({"rate_ml_per_h": "75", "rest_min": "40"}, "rest_min", "Type either the rate or the minutes"),
        ({"rate_ml_per_h": "15"}, "rate_ml_per_h", "about a tenth of the rate it runs at, 150 mL/h"),
        ({"rate_ml_per_h": "75 mL/min"}, "rate_ml_per_h", "This field is in mL/h"),
        ({"rate_ml_per_h": "1500"}, "rate_ml_per_h", "above what the pump takes"),
        ({"rest_min": "0"}, "rest_min", "more than nothing"),
        ({"rest_min": "1"}, "rest_min", "above what the pump takes"),
        ({"rest_min": "40", "total_mg": "342"}, "total_mg", "more than the 34.2 mg that are ordered"),
        ({"rest_min": "40", "total_mg": "3.4"}, "total_mg", "are in already"),
        ({"rate_ml_per_h": "150"}, "rate_ml_per_h", "runs at 150 mL/h already"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    cast: Cast, visit: Visit, client_as: ClientAs, typed: dict[str, str], field: str, says: str
) -> None:
    client = client_as(cast.prescriber)
    form = {**sent(client, visit, reason="Because <b>", **typed), **signed_by(cast.prescriber)}
    answer = client.post(page("rate", visit.walked.order), form)
    html = answer.content.decode()
    assert (answer.status_code, Order.objects.count()) == (422, 1)
    said = re.search(rf'id="says-{field}">(.*?)</div>', html, re.DOTALL)
    assert said is not None
    assert says in said.group(1)
    assert all(f'value="{value}"' in html for value in typed.values())
    assert ("Because &lt;b&gt;" in html, cast.prescriber.pin in html) == (True, False)


def test_a_reason_is_asked_for_at_its_field_and_costs_no_pin(cast: Cast, visit: Visit, client_as: ClientAs) -> None:
    client = client_as(cast.nurse)
    form = {**sent(client, visit, rest_min="40", reason=" "), **signed_by(cast.prescriber), "pin": "0000"}
    answer = client.post(page("rate", visit.walked.order), form)
    assert (answer.status_code, "Say in a few words why the rate changes" in answer.content.decode()) == (422, True)
    assert Membership.objects.get(pk=cast.prescriber.member.pk).pin_failures == 0


def test_figures_that_grew_old_are_shown_anew_before_they_are_signed(
    cast: Cast, visit: Visit, client_as: ClientAs
) -> None:
    client = client_as(cast.prescriber)
    form = {**sent(client, visit, rest_min="40"), **signed_by(cast.prescriber)}
    for seen_at in ((now() - timedelta(minutes=6)).isoformat(), "", "yesterday", "2026-03-10T14:00"):
        answer = client.post(page("rate", visit.walked.order), {**form, "seen_at": seen_at})
        assert (answer.status_code, "more than five minutes old" in answer.content.decode()) == (422, True)
        assert 'value="40"' in answer.content.decode()
    assert Order.objects.count() == 1


def test_a_spoken_change_through_the_form(cast: Cast, visit: Visit, client_as: ClientAs) -> None:
    client, url = client_as(cast.nurse), page("rate", visit.walked.order)
    taker = {"taker-signer": str(cast.nurse.member.pk), "taker-pin": cast.nurse.pin}
    form = {**sent(client, visit, rest_min="40", do="spoken"), "signer": str(cast.prescriber.member.pk), **taker}
    assert "Read the order back" in client.post(url, form).content.decode()
    assert client.post(url, {**form, "taker-read_back": "on"}).status_code == 302
    new = Order.objects.get(replaces=visit.walked.order)
    assert (new.verbal, new.cosign_due_at is not None) == (True, True)


def test_the_chair_tells_the_nurse_until_the_rate_is_charted(cast: Cast, visit: Visit, client_as: ClientAs) -> None:
    client = client_as(cast.nurse)
    before = client.get(chair(visit)).content.decode()
    assert (page("rate", visit.walked.order) in before, "set the pump, then chart the rate" in before) == (True, False)
    new = in_force(cast, visit, rest_min="40")
    rate = f"{walk.thousandth(new.rate_ul_per_h)} mL/h"
    told = client.get(chair(visit)).content.decode()
    assert f"New rate <b>{rate}</b> ordered: set the pump, then chart the rate" in told
    minute = (now() - visit.walked.start).total_seconds() / 60
    visit.walked.chart((minute, "rate_changed", {"rate_ul_per_h": 90_000}))
    other = client.get(chair(visit)).content.decode()
    assert ("Charted is 90 mL/h, which is not the order" in other, rate in other) == (True, True)
    minute = (now() - visit.walked.start).total_seconds() / 60
    visit.walked.chart((minute, "rate_changed", {"rate_ul_per_h": new.rate_ul_per_h}))
    assert "set the pump, then chart the rate" not in client.get(chair(visit)).content.decode()


def test_the_record_says_what_the_bag_was_and_how_its_rate_changed(
    cast: Cast, visit: Visit, client_as: ClientAs
) -> None:
    new = in_force(cast, visit, rest_min="40", total_mg="30")
    told = order_lines(new)
    lines = {re.sub(r", \d\d:\d\d$", "", line.label): line.value for line in told}
    assert told[0].label.startswith("Rate changed, ")
    assert lines["Draw"] == "0.68 mL of 50 mg/mL = 34 mg"
    assert lines["Pump, at first"] == "150 mL/h, VTBI 100 mL"
    assert "Pump" not in lines
    rate = walk.thousandth(new.rate_ul_per_h)
    assert lines["Rate changed"] == f"{rate} mL/h instead of 150 mL/h, the rest over 40 min, stop after 30 mg in total"
    assert lines["Reason"] == "Nausea"
    record = reverse("chart:record", kwargs={"clinic": "harbor", "infusion": visit.infusion.pk})
    html = client_as(cast.nurse).get(record).content.decode()
    assert ("instead of 150 mL/h" in html, "0.68 mL of 50 mg/mL" in html) == (True, True)
    ordered_mg = re.search(r"<dt>Ordered</dt><dd>([\d.]+) mg</dd>", html)
    assert ordered_mg is not None
    assert 29.9 < float(ordered_mg.group(1)) <= 30


def test_the_label_of_the_bag_is_not_printed_anew(cast: Cast, visit: Visit, client_as: ClientAs) -> None:
    new = in_force(cast, visit, rest_min="40")
    client = client_as(cast.nurse)
    html = client.get(page("label", new)).content.decode()
    assert ("The bag keeps its label" in html, "bag-label__drug" in html) == (True, False)
    assert page("label", new) not in client.get(page("order", new)).content.decode()


def test_without_a_drip_the_page_says_why(cast: Cast, visit: Visit, client_as: ClientAs) -> None:
    at = now()
    other = walk.verified(visit.walked.team, walk.ordered(visit.walked.team, visit.patient.pk, at=at), at=at)
    client = client_as(cast.prescriber)
    html = client.get(page("rate", other)).content.decode()
    assert "No drip has this order in force" in html
    assert "No drip has this order in force" in client.post(page("rate_preview", other), {}).content.decode()
    answer = client.post(page("rate", other), {"rest_min": "40", **signed_by(cast.prescriber)})
    assert (answer.status_code, Order.objects.count()) == (422, 2)


def test_the_lists_name_a_change_of_rate(cast: Cast, visit: Visit, client_as: ClientAs) -> None:
    ordered(cast, visit, rest_min="40")
    client = client_as(cast.nurse)
    assert "other rate, same bag" in client.get(page("waiting")).content.decode()
    patient = reverse("people:patient", kwargs={"clinic": "harbor", "patient_id": visit.patient.pk})
    assert "Other rate, same bag" in client.get(patient).content.decode()


def test_a_full_replacement_of_a_change_starts_from_the_bags_order(
    cast: Cast, visit: Visit, client_as: ClientAs
) -> None:
    new = in_force(cast, visit, rest_min="40")
    html = client_as(cast.prescriber).get(page("replace", new)).content.decode()
    assert ('value="100"' in html, 'value="0.5"' in html) == (True, True)


@pytest.mark.parametrize("who", ["desk", "auditor"])
def test_who_may_not_order_does_not_see_the_form(cast: Cast, visit: Visit, client_as: ClientAs, who: str) -> None:
    client = client_as(getattr(cast, who))
    assert client.get(page("rate", visit.walked.order)).status_code == 403
    assert client.post(page("rate_preview", visit.walked.order), {}).status_code == 403


def test_the_page_asks_the_database_a_bounded_number_of_times(
    cast: Cast, visit: Visit, client_as: ClientAs, django_assert_max_num_queries: Any
) -> None:
    client = client_as(cast.nurse)
    client.get(page("rate", visit.walked.order))
    with django_assert_max_num_queries(42):
        client.get(page("rate", visit.walked.order))
