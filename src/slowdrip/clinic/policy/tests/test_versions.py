"""Versions of a policy: adopted, proposed, changed, withdrawn, signed."""

import json
from decimal import Decimal

import pytest

from slowdrip.clinic.accounts.pins import prove_pin
from slowdrip.clinic.policy import queries
from slowdrip.clinic.policy.actions import adopt_default, change_value, propose, sign_policy, withdraw
from slowdrip.clinic.policy.models import PolicyVersion
from slowdrip.clinic.policy.queries import NoPolicy, PolicyTampered, between, policy_in_force, policy_of, since_default
from slowdrip.clinic.policy.refusal import PolicyRefused
from slowdrip.clinic.record.banners import banners
from slowdrip.clinic.record.models import AuditEntry, Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof
from slowdrip.clinic.record.verify import verify_chain
from slowdrip.knowledge.policies import default_policy, default_policy_text
from slowdrip.knowledge.types import Confidence
from tests.cast import DAY, Cast, Person

KEY = "weight.max_age_days"


def proof_of(person: Person) -> Proof:
    return prove_pin(person.acting, person.member.pk, person.pin, at=DAY)


def changed(house: Cast, base: PolicyVersion, typed: str = "3", key: str = KEY) -> PolicyVersion:
    return change_value(house.director.acting, base.pk, key, typed, reason="our scale is here", at=DAY)


def signed(house: Cast, version: PolicyVersion) -> Signature:
    return sign_policy(house.nurse.acting, version.pk, proof_of(house.director), at=DAY)


def test_a_clinic_starts_from_the_default_unsigned(first: PolicyVersion, house: Cast) -> None:
    found = policy_in_force(house.nurse.acting)
    assert (found.version.pk, found.signed, found.signed_by) == (first.pk, False, None)
    assert since_default(found.policy) == []
    assert adopt_default(house.system, at=DAY).pk == first.pk
    assert PolicyVersion.objects.filter(clinic=house.harbor).count() == 1


def test_without_a_policy_nothing_is_decided(cast: Cast) -> None:
    with pytest.raises(NoPolicy):
        policy_in_force(cast.harbor.pk)


def test_a_draft_decides_nothing_until_a_director_signs(first: PolicyVersion, house: Cast) -> None:
    draft = changed(house, first)
    assert policy_in_force(house.harbor.pk).policy.weight.max_age_days.value == 7
    signature = signed(house, draft)
    found = policy_in_force(house.harbor.pk)
    assert (found.policy.weight.max_age_days.value, found.signed_by) == (3, "Dr Dana Whitfield")
    assert json.loads(signature.document)["policy_sha256"] == draft.sha256
    assert policy_in_force(house.northside.pk).policy.weight.max_age_days.value == 7
    assert verify_chain(house.harbor.pk) is None


def test_the_default_itself_can_be_signed(first: PolicyVersion, house: Cast) -> None:
    signed(house, first)
    assert policy_in_force(house.harbor.pk).signed
    with pytest.raises(Refused, match="already_signed"):
        signed(house, first)


@pytest.mark.parametrize("role", ["nurse", "prescriber", "desk", "auditor"])
def test_only_a_director_signs(first: PolicyVersion, house: Cast, role: str) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        sign_policy(house.director.acting, first.pk, proof_of(getattr(house, role)), at=DAY)
    assert not Signature.objects.exists()


def test_planted_if_any_signature_counted_a_nurse_could_put_a_policy_in_force(
    first: PolicyVersion, house: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.clinic.record.acting.Acting.must", lambda *_: None)
    sign_policy(house.nurse.acting, first.pk, proof_of(house.nurse), at=DAY)
    assert policy_in_force(house.harbor.pk).signed_by == "Nia Okafor RN"


def test_an_older_version_cannot_be_signed_over_a_newer_one(first: PolicyVersion, house: Cast) -> None:
    signed(house, changed(house, first))
    with pytest.raises(Refused, match="newer_in_force"):
        signed(house, first)


def test_one_value_becomes_the_clinics_own(first: PolicyVersion, house: Cast) -> None:
    draft = changed(house, first, "0,75", key="dose_tiers.reason_above_mg_per_kg")
    leaf = policy_of(draft).dose_tiers.reason_above_mg_per_kg
    assert (leaf.value, leaf.source, leaf.confidence) == (Decimal("0.75"), "clinic decision", Confidence.PROPOSAL)
    assert leaf.note == "our scale is here"
    keys = {change.key for change in between(house.director.acting, first.pk, draft.pk)}
    assert keys >= {f"dose_tiers.reason_above_mg_per_kg.{part}" for part in ("value", "source", "note")}
    assert all(key.startswith("dose_tiers.reason_above_mg_per_kg.") for key in keys)


def test_a_second_change_replaces_the_draft(first: PolicyVersion, house: Cast) -> None:
    draft = changed(house, first)
    second = changed(house, draft, "4", key="sessions.pin_tries")
    assert [each.version.number for each in queries.versions(house.director.acting)] == [3, 1]
    assert policy_of(second).weight.max_age_days.value == 3
    with pytest.raises(PolicyVersion.DoesNotExist):
        signed(house, draft)


@pytest.mark.parametrize(
    ("key", "typed", "code"),
    [
        (KEY, "", "missing"),
        (KEY, "soon", "not_a_number"),
        (KEY, "1.5", "not_whole"),
        ("weight.first_visit_reread", "perhaps", "yes_or_no"),
        ("weight.max_age_weeks", "1", "no_such_key"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused(
    first: PolicyVersion, house: Cast, key: str, typed: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        changed(house, first, typed, key=key)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("key", "typed", "code"),
    [
        (KEY, "4000", "out_of_range"),
        ("alarms.urgent.sbp_mmhg", "250", "impossible_order"),
        ("checks.pre.channels", "bp, telepathy", "unknown_choice"),
        ("fasting.profile", "none", "unknown_profile"),
    ],
)
def test_a_value_that_cannot_stand_beside_the_others_is_refused(
    first: PolicyVersion, house: Cast, key: str, typed: str, code: str
) -> None:
    with pytest.raises(PolicyRefused) as refused:
        changed(house, first, typed, key=key)
    assert code in [problem.code for problem in refused.value.problems]
    assert PolicyVersion.objects.filter(clinic=house.harbor).count() == 1


def test_a_whole_text_is_refused_with_every_problem_at_its_key(first: PolicyVersion, house: Cast) -> None:
    wrong = default_policy_text().replace("max_age_days = { value = 7", "max_age_dayz = { value = 7")
    wrong = wrong.replace(
        'plausible_min_kg = { value = 30, source = "engineering default",', "plausible_min_kg = { value = 30,"
    )
    with pytest.raises(PolicyRefused) as refused:
        propose(house.director.acting, wrong, comment="ours", at=DAY)
    found = {(problem.key, problem.code) for problem in refused.value.problems}
    assert ("weight.plausible_min_kg", "missing_source") in found
    assert "weight.max_age_days" in {key for key, _code in found} | {
        key.replace("dayz", "days") for key, _code in found
    }


def test_the_same_text_again_is_no_new_version(first: PolicyVersion, house: Cast) -> None:
    with pytest.raises(Refused, match="nothing_changed"):
        propose(house.director.acting, default_policy_text(), comment="again", at=DAY)


def test_a_newer_key_is_kept_and_stays_inactive(first: PolicyVersion, house: Cast) -> None:
    newer = (
        default_policy_text()
        .replace("schema_version = 2", "schema_version = 3")
        .replace("[weight]", '[weight]\nlean_mass = { value = true, source = "a study", confidence = "published" }')
    )
    version = propose(house.director.acting, newer, comment="from a newer Slowdrip", at=DAY)
    assert policy_of(version).inactive_keys == ("weight.lean_mass",)


def test_a_draft_is_withdrawn_and_a_signed_version_is_not(first: PolicyVersion, house: Cast) -> None:
    draft = changed(house, first)
    withdraw(house.director.acting, draft.pk, reason="a thought", at=DAY)
    assert [each.version.pk for each in queries.versions(house.director.acting)] == [first.pk]
    for stays in (first, changed(house, first, "4")):
        signed(house, stays)
        with pytest.raises(Refused, match="not_a_draft"):
            withdraw(house.director.acting, stays.pk, reason="no", at=DAY)


def test_only_the_director_writes_and_every_version_is_audited(first: PolicyVersion, house: Cast) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        change_value(house.prescriber.acting, first.pk, KEY, "3", reason="x", at=DAY)
    draft = changed(house, first)
    assert AuditEntry.objects.filter(action="policy.written", subject_id=draft.pk).exists()


def test_another_clinic_cannot_sign_or_change(first: PolicyVersion, house: Cast) -> None:
    outside = PolicyVersion.objects.get(clinic=house.northside)
    with pytest.raises(PolicyVersion.DoesNotExist):
        changed(house, outside)
    with pytest.raises(PolicyVersion.DoesNotExist):
        signed(house, outside)


def test_a_text_that_was_tampered_with_decides_nothing(first: PolicyVersion) -> None:
    first.text = first.text.replace('"value":7', '"value":8', 1)
    with pytest.raises(PolicyTampered):
        policy_of(first)


def test_planted_without_the_hash_a_tampered_text_would_decide(
    first: PolicyVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    first.text = first.text.replace(
        '"max_age_days":{"confidence":"proposal","source":"engineering default","value":7}',
        '"max_age_days":{"confidence":"proposal","source":"engineering default","value":9}',
    )
    monkeypatch.setattr(queries, "policy_hash", lambda text: first.sha256)
    queries._parsed.cache_clear()
    assert policy_of(first).weight.max_age_days.value == 9
    queries._parsed.cache_clear()


def test_a_text_is_parsed_once_in_a_process(first: PolicyVersion) -> None:
    assert policy_of(first) is policy_of(PolicyVersion.objects.get(pk=first.pk))
    assert policy_of(first).weight == default_policy().weight


def test_the_banner_stands_until_a_director_has_signed(first: PolicyVersion, house: Cast) -> None:
    assert "policy_not_signed" in [banner.code for banner in banners(house.harbor.pk, DAY)]
    signed(house, first)
    assert "policy_not_signed" not in [banner.code for banner in banners(house.harbor.pk, DAY)]
    assert "policy_not_signed" in [banner.code for banner in banners(house.northside.pk, DAY)]
