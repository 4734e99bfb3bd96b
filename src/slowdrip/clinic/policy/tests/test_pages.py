"""The policy pages: reading, changing, signing, who may."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from slowdrip.clinic.policy.actions import propose
from slowdrip.clinic.policy.models import PolicyVersion
from slowdrip.clinic.policy.queries import policy_in_force
from slowdrip.clinic.policy.sections import TITLES
from slowdrip.clinic.policy.values import shown
from slowdrip.clinic.policy.views import reading
from slowdrip.knowledge.authored.shape import parts_of
from slowdrip.knowledge.policies import canonical, default_policy, default_policy_text, policy_hash, to_tree
from slowdrip.knowledge.types import Policy
from tests.cast import DAY, Cast, Person

As = Callable[[Person], Client]
KEY = "weight.max_age_days"


def page(name: str, *, clinic: str = "harbor", **kwargs: object) -> str:
    return reverse(f"policy:{name}", kwargs={"clinic": clinic, **kwargs})


def text(response: object) -> str:
    return str(response.content.decode())  # type: ignore[attr-defined]  # a test client's answer


def drafted(client: Client, first: PolicyVersion) -> PolicyVersion:
    client.post(page("change", version_id=first.pk, key=KEY), {"value": "3", "reason": "our scale is here"})
    found: PolicyVersion = PolicyVersion.objects.get(clinic=first.clinic, number=2)
    return found


def test_the_page_shows_values_sources_and_what_needs_the_director(
    first: PolicyVersion, house: Cast, client_as: As
) -> None:
    shown = text(client_as(house.nurse).get(page("current")))
    assert "In use, not signed." in shown
    assert "confirm with your medical director" in shown
    assert "Fava 2018" in shown
    assert "listed, not used" in shown
    assert "Change a value" not in shown


def test_a_version_from_before_says_which_values_nobody_signed(
    first: PolicyVersion, house: Cast, client_as: As
) -> None:
    nurse = client_as(house.nurse)
    assert "Nobody signed them." not in text(nurse.get(page("current")))
    tree = {**to_tree(default_policy()), "schema_version": 1}
    old = canonical({name: value for name, value in tree.items() if name not in ("adverse", "cognition")})
    before = PolicyVersion(
        clinic=house.harbor,
        number=2,
        text=old,
        sha256=policy_hash(old),
        schema_version=1,
        by_id=house.director.acting.actor_id,
        at=DAY,
    )
    before.save()
    shown = text(nurse.get(page("version", version_id=before.pk)))
    assert "Nobody signed them." in shown
    assert "risk.worse_by_phq9_points, adverse.look_again_within_days" in shown


def test_a_value_is_changed_signed_and_confirmed(first: PolicyVersion, house: Cast, client_as: As) -> None:
    client = client_as(house.director)
    draft = drafted(client, first)
    shown = text(client.get(page("version", version_id=draft.pk)))
    assert "weight.max_age_days.value" in shown
    assert "clinic decision" in shown
    signer = {"signer": house.director.member.pk}
    wrong = client.post(page("sign", version_id=draft.pk), {**signer, "pin": "0001"})
    assert (wrong.status_code, "Tries left" in text(wrong)) == (422, True)
    nurse = client_as(house.nurse)
    answer = nurse.post(page("sign", version_id=draft.pk), {**signer, "pin": house.director.pin}, follow=True)
    assert "confirmed by Dr Dana Whitfield" in text(answer)
    assert policy_in_force(house.harbor.pk).policy.weight.max_age_days.value == 3


def test_only_directors_are_offered_as_signers(first: PolicyVersion, house: Cast, client_as: As) -> None:
    client = client_as(house.director)
    assert "Nia Okafor RN</option>" not in text(client.get(page("current")))
    nurse = {"signer": house.nurse.member.pk, "pin": house.nurse.pin}
    assert client.post(page("sign", version_id=first.pk), nurse).status_code == 422


@pytest.mark.parametrize(
    ("key", "typed", "says"),
    [
        (KEY, "many", "is not a number"),
        (KEY, "9999", "is outside 1 to 365 d"),
        ("alarms.urgent.sbp_mmhg", "250", "alarms.emergency.sbp_mmhg"),
        ("checks.pre.channels", "bp, telepathy", "telepathy is not known here"),
    ],
)
def test_a_bad_value_stays_in_the_box_with_its_fix(
    first: PolicyVersion, house: Cast, client_as: As, key: str, typed: str, says: str
) -> None:
    answer = client_as(house.director).post(
        page("change", version_id=first.pk, key=key), {"value": typed, "reason": "my reason"}
    )
    assert answer.status_code == 422
    assert says in text(answer)
    assert f'value="{typed}"' in text(answer)
    assert 'value="my reason"' in text(answer)


def test_every_value_of_the_default_opens_its_form(first: PolicyVersion, house: Cast, client_as: As) -> None:
    client = client_as(house.director)
    for key in (KEY, "weight.first_visit_reread", "discharge.gait", "checks.pre.channels", "weight.plausible_min_kg"):
        assert client.get(page("change", version_id=first.pk, key=key)).status_code == 200, key
    assert client.get(page("change", version_id=first.pk, key="no.such")).status_code == 404


def test_a_bad_text_stays_in_the_box_with_every_problem(first: PolicyVersion, house: Cast, client_as: As) -> None:
    wrong = (
        default_policy_text()
        .replace("max_age_days = {", "max_age_dayz = {")
        .replace("value = 40, s", "value = 4000, s")
    )
    client = client_as(house.director)
    answer = client.post(page("new"), {"text": wrong, "comment": "ours"})
    assert answer.status_code == 422
    assert "max_age_dayz = {" in text(answer)
    assert len(answer.context["problems"]) >= 2
    sent = SimpleUploadedFile("ours.toml", wrong.encode())
    assert "max_age_dayz = {" in text(client.post(page("new"), {"text": "", "file": sent, "comment": "ours"}))
    assert client.post(page("new"), {"text": "not = toml = at all", "comment": "x"}).status_code == 422
    assert client.post(page("new"), {"text": "", "comment": "x"}).status_code == 422
    latin = SimpleUploadedFile("ours.toml", "µ".encode("latin-1"))
    assert "not text in UTF-8" in text(client.post(page("new"), {"text": "", "file": latin, "comment": "x"}))


def test_the_downloaded_text_can_be_edited_and_sent_back(first: PolicyVersion, house: Cast, client_as: As) -> None:
    client = client_as(house.director)
    own = text(client.get(page("text", version_id=first.pk))).replace(
        "pin_tries = { value = 5", "pin_tries = { value = 4"
    )
    assert client.post(page("new"), {"text": own, "comment": "four tries"}).status_code == 302
    changes = client.get(page("version", version_id=PolicyVersion.objects.get(number=2).pk)).context["changes"]
    assert [(each.key, each.before, each.after) for each in changes] == [("sessions.pin_tries.value", "5", "4")]


def test_a_draft_is_withdrawn_with_a_reason(first: PolicyVersion, house: Cast, client_as: As) -> None:
    client = client_as(house.director)
    url = page("withdraw", version_id=drafted(client, first).pk)
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "a thought"}).status_code == 302
    assert len(client.get(page("current")).context["versions"]) == 1


def test_roles_and_other_clinics_are_kept_out(first: PolicyVersion, house: Cast, client_as: As) -> None:
    nurse, outsider = client_as(house.nurse), client_as(house.outsider)
    assert nurse.get(page("new")).status_code == 403
    assert nurse.post(page("change", version_id=first.pk, key=KEY), {"value": "3", "reason": "x"}).status_code == 403
    assert nurse.get(page("withdraw", version_id=first.pk)).status_code == 403
    for url in (page("current"), page("version", version_id=first.pk), page("text", version_id=first.pk)):
        assert outsider.get(url).status_code == 404
    assert outsider.get(page("version", clinic="northside", version_id=first.pk)).status_code == 404
    assert outsider.post(page("sign", clinic="northside", version_id=first.pk), {}).status_code == 404


def asked(client: Client, url: str) -> int:
    """How often a page already opened once asks the database for rows."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    rows = [query["sql"] for query in queries if query["sql"].startswith("SELECT") and "set_config" not in query["sql"]]
    return len(rows)


def test_many_versions_cost_no_more_queries_than_one(first: PolicyVersion, house: Cast, client_as: As) -> None:
    client = client_as(house.director)
    one = asked(client, page("current"))
    for tries in range(1, 7):
        text = default_policy_text().replace("pin_tries = { value = 5", f"pin_tries = {{ value = {tries % 5 or 9}")
        propose(house.director.acting, text, comment="tries", at=DAY)
    assert asked(client, page("current")) == one <= 26
    assert len(client.get(page("current")).context["versions"]) == 7


def folds(shown: str) -> dict[str, tuple[bool, str]]:
    """Each fold of the page by its section: whether it is open, and the words beside its name."""
    found = re.findall(
        r'<details class="card more policy-fold" id="section-(\w+)"( open)?>(.*?)</summary>', shown, re.S
    )
    return {name: (bool(is_open), " ".join(re.sub("<[^>]+>", " ", words).split())) for name, is_open, words in found}


def test_the_sections_fold_and_say_what_is_in_them(first: PolicyVersion, house: Cast, client_as: As) -> None:
    seen = folds(text(client_as(house.nurse).get(page("current"))))
    assert set(seen) == set(TITLES) == {part.name for part in parts_of(Policy)}
    assert not any(is_open for is_open, _ in seen.values())
    assert seen["sessions"][1] == "Screens and PINs 3 values · 3 to confirm"
    assert sum(int(re.findall(r"(\d+) value", words)[0]) for _, words in seen.values()) == len(
        list(shown(default_policy()))
    )


def what_differs_is_open(client: Client, first: PolicyVersion) -> None:
    answer = client.get(page("version", version_id=drafted(client, first).pk))
    seen = folds(text(answer))
    assert {name for name, (is_open, _) in seen.items() if is_open} == {"weight"}
    assert seen["weight"][1].endswith("1 differs from the default")
    assert text(answer).count('class="policy-differs"') == 1


def test_a_section_with_a_value_of_the_clinic_s_own_is_open(first: PolicyVersion, house: Cast, client_as: As) -> None:
    what_differs_is_open(client_as(house.director), first)


def test_planted_fault_a_fold_that_hides_what_differs_is_noticed(
    first: PolicyVersion, house: Cast, client_as: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "differing", lambda _changes: frozenset())
    with pytest.raises(AssertionError):
        what_differs_is_open(client_as(house.director), first)
