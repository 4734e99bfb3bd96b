"""The march in JAX gives the numbers of the engine; here on the processor, which is where JAX always finds a device."""

from collections.abc import Iterator
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from slowdrip.population.tests.test_agreement import EVEN, KINETIC, MOST_OF_PEAK, PATIENTS, UNEVEN, apart, busy, made
from slowdrip.science.pharmacology import linear
from slowdrip.science.pharmacology.linear import (
    Bolus,
    EffectSite,
    Floats,
    Infusion,
    InputRefused,
    LinearSystem,
    Regimen,
    Transfer,
    concentration_of,
    effect_of,
    formed,
    mammillary,
)
from slowdrip.science.pharmacology.linear.tests.systems import SYSTEMS, first_compartment
from slowdrip.science.pharmacology.models import DOSE

pytestmark = [
    pytest.mark.long,
    # JAX says so where there is a GPU; where Pallas no longer has it, the march without a kernel is taken.
    pytest.mark.filterwarnings("ignore:The Pallas Triton backend is deprecated:DeprecationWarning"),
]
SINGLE = 1e-3


def reference() -> tuple[LinearSystem, Regimen, Floats]:
    """Three compartments, a metabolite, an effect site, five infusions in two weeks, 500 times."""
    v1, v2, q2, cl, clm, ke0 = np.exp(np.random.default_rng(2020).normal(0.0, 0.27, (6, PATIENTS)))
    site = EffectSite("brain", "ketamine", 25.0 * v1, np.log(2) / 8.3 * ke0)
    volumes, exchange = (25.0 * v1, 56.0 * v2, 157.0), (161 / 60 * q2, 79 / 60)
    system = LinearSystem(
        (
            *mammillary("ketamine", volumes_l=volumes, exchange_l_per_min=exchange),
            formed("ketamine", "norketamine", clearance_l_per_min=84 / 60 * cl, volume_l=25.0 * v1),
            Transfer("norketamine", None, 0.0098 * clm),
        ),
        (
            concentration_of("ketamine", volume_l=25.0 * v1, site="arterial"),
            concentration_of("norketamine", volume_l=98.64, site="venous"),
            effect_of(site),
        ),
        (site,),
    )
    visits = Regimen(tuple(Infusion(day * 1440.0, day * 1440.0 + 40.0, 875.0, "ketamine") for day in (0, 2, 4, 7, 9)))
    return system, visits, np.linspace(0.0, 14 * 1440.0, 500)


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """The device's way to compute in float64 must not leak into other programs of the process."""
    import jax

    was = jax.config.read("jax_enable_x64")
    yield
    assert jax.config.read("jax_enable_x64") == was


@pytest.mark.parametrize("times", [EVEN, UNEVEN], ids=["even", "uneven"])
@pytest.mark.parametrize("name", KINETIC)
def test_every_shipped_model_gives_the_numbers_of_the_engine(name: str, times: Floats) -> None:
    from slowdrip.population import device_concentrations

    model = made(name)
    regimen = model.route(busy(DOSE))
    expected = linear.concentrations(model.system, regimen, times)
    found = device_concentrations(model.system, regimen, times)
    assert found.dtype == np.float64
    assert apart(found, expected) <= MOST_OF_PEAK


@pytest.mark.parametrize("name", SYSTEMS)
def test_hard_systems_give_them_too_equal_rates_and_rings_by_the_safe_path(name: str) -> None:
    from slowdrip.population import device_concentrations

    system = SYSTEMS[name]
    regimen = busy(first_compartment(system))
    expected = linear.concentrations(system, regimen, UNEVEN)
    assert apart(device_concentrations(system, regimen, UNEVEN), expected) <= MOST_OF_PEAK


def test_a_job_like_the_reference_agrees_part_by_part_and_a_last_part_that_is_not_full_as_well() -> None:
    from slowdrip.population import device_stream

    system, regimen, times = reference()
    expected = linear.concentrations(system, regimen, times)
    seen = []
    for which, part in device_stream(system, regimen, times, device="cpu", most_patients=64):
        assert apart(part, expected[which]) <= MOST_OF_PEAK
        seen.append((which.start, which.stop))
    assert seen == [(0, 64), (64, 128), (128, PATIENTS)]


def test_single_precision_is_coarser_and_says_nothing_absurd() -> None:
    from slowdrip.population import device_concentrations

    system, regimen = SYSTEMS["kamp"], busy("ketamine")
    expected = linear.concentrations(system, regimen, EVEN)
    found = apart(device_concentrations(system, regimen, EVEN, precision="float32"), expected)
    assert MOST_OF_PEAK < found <= SINGLE


def test_several_inputs_times_in_any_order_and_nothing_given_at_all() -> None:
    from slowdrip.population import device_concentrations

    system, times = SYSTEMS["otto"], [80.0, 5.0, 40.0, 5.0, -3.0]
    regimen = Regimen((Infusion(0.0, 30.0, 100.0, "norketamine"),), (Bolus(10.0, 2000.0, "ketamine"),))
    expected = linear.concentrations(system, regimen, times)
    assert apart(device_concentrations(system, regimen, times), expected) <= MOST_OF_PEAK
    assert not device_concentrations(system, Regimen(), times).any()
    assert device_concentrations(system, busy("ketamine"), []).shape == (PATIENTS, len(system.readouts), 0)


@pytest.fixture
def by_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel that GPUs run, interpreted on the processor."""
    from slowdrip.population import device, device_kernel

    monkeypatch.setattr(device, "runs_kernel", lambda _: True)
    monkeypatch.setattr(device_kernel, "march", partial(device_kernel.march, interpret=True))


@pytest.mark.usefixtures("by_kernel")
def test_the_kernel_for_a_gpu_gives_them_too_with_a_last_block_that_is_not_full() -> None:
    from slowdrip.population import device_concentrations

    system, regimen, times = reference()
    found = device_concentrations(system, regimen, times)
    assert apart(found, linear.concentrations(system, regimen, times)) <= MOST_OF_PEAK
    system, times = SYSTEMS["otto"], np.array([80.0, 5.0, 40.0, 5.0, -3.0, 10.0, *UNEVEN])
    own = np.linspace(900.0, 2100.0, PATIENTS)
    regimen = Regimen((Infusion(0.0, 30.0, own / 20, "norketamine"),), (Bolus(10.0, own, "ketamine"),))
    found = device_concentrations(system, regimen, times)
    assert apart(found, linear.concentrations(system, regimen, times)) <= MOST_OF_PEAK


def test_the_kernel_is_for_gpus_that_its_compiler_knows_and_all_others_take_the_march_of_any_device(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from slowdrip.population import device

    def runs(kind: str, capability: str) -> bool:
        return device.runs_kernel(SimpleNamespace(device_kind=kind, compute_capability=capability))

    assert runs("NVIDIA H200", "9.0")
    assert not runs("Tesla V100-SXM2-16GB", "7.0")
    assert not runs("NVIDIA TITAN V", "7.0")
    assert not runs("AMD Instinct MI300X", "gfx942")
    assert not device.runs_kernel(device.device_of("cpu"))
    monkeypatch.setattr(device, "find_spec", lambda _: None)
    assert not runs("NVIDIA H200", "9.0")


@pytest.mark.usefixtures("by_kernel")
def test_planted_ticks_that_keep_the_inflow_of_the_stretch_before_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    from slowdrip.population import device, device_concentrations
    from slowdrip.population.device_plan import ticks_of

    def stale(*of: Any) -> Any:
        ticks = ticks_of(*of)
        return ticks._replace(renewed=ticks.renewed * (np.diff(ticks.gap_min, prepend=-1.0) != 0))

    regimen = Regimen((Infusion(0.0, 30.0, 875.0, "ketamine"),))
    times = np.arange(5.0, 66.0, 10.0)
    expected = linear.concentrations(SYSTEMS["kamp"], regimen, times)
    assert apart(device_concentrations(SYSTEMS["kamp"], regimen, times), expected) <= MOST_OF_PEAK
    monkeypatch.setattr(device, "ticks_of", stale)
    assert apart(device_concentrations(SYSTEMS["kamp"], regimen, times), expected) > MOST_OF_PEAK


def test_a_part_cannot_be_written_to_because_on_a_gpu_it_is_the_memory_that_the_gpu_wrote() -> None:
    from slowdrip.population import device_stream

    _, part = next(device_stream(SYSTEMS["kamp"], busy("ketamine"), EVEN))
    assert not part.flags.writeable


def test_what_is_not_there_or_not_known_is_refused_and_never_replaced_in_silence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from slowdrip.population import device, device_concentrations

    monkeypatch.setattr(device, "_gpu", lambda: None)
    for words, code in (({"device": "gpu"}, "no_gpu"), ({"device": "tpu"}, "not_known"), ({"precision": "half"}, "no")):
        with pytest.raises(InputRefused, match=code):
            device_concentrations(SYSTEMS["kamp"], busy("ketamine"), [1.0], **words)
    assert device.device_of("auto").platform == "cpu"


def test_a_planted_inflow_without_its_sum_for_small_rates_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    import jax

    from slowdrip.population import device_concentrations, device_march

    system, regimen = SYSTEMS["kamp"], busy("ketamine")
    expected = linear.concentrations(system, regimen, EVEN)
    monkeypatch.setattr(device_march, "SUMMED", 1)
    jax.clear_caches()
    found = device_concentrations(system, regimen, EVEN)
    jax.clear_caches()
    assert apart(found, expected) > MOST_OF_PEAK
