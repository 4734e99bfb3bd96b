"""The topics of the report: a title and what its gates and plot are about."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Topic:
    """One part of the report."""

    title: str
    about: str


TOPICS: Mapping[str, Topic] = MappingProxyType(
    {
        "golden": Topic(
            "Golden table and independent solver",
            "Racemate 35 mg of base over 40 min, 70 kg, at eleven times to 8 h. The first rows compare with a table "
            "that was computed elsewhere, the others with equations written by hand and solved step by step, for every "
            "model that ships.",
        ),
        "arterial": Topic(
            "Arterial ketamine",
            "Racemate at 0.28, 0.57 and 1.14 mg/kg/h, an hour each; total ketamine, read off a figure.",
        ),
        "venous": Topic(
            "Venous ketamine",
            "The medians of Otto 2021 are in-sample for the Otto model and for the link, so the interval at 40 minutes "
            "is the only independent check, and a weak one.",
        ),
        "norketamine": Topic("Norketamine", "Shown in the product with a band of 40 % around it; this is the reason."),
        "dissociation": Topic(
            "Dissociation",
            "After 0.5 mg/kg over 40 min. How steep the effect is was not published; it is drawn from 1 to 2, and 1.5 "
            "is the middle.",
        ),
        "circulation": Topic(
            "Blood pressure and heart rate",
            "Calibrated to published means, not a published model. Means at a fixed time and means of individual peaks "
            "are two things and are kept apart.",
        ),
        "population": Topic(
            "How far patients are apart",
            "Healthy volunteers with published spreads, clinic patients with inflated ones (a proposal), side by side; "
            "without residual error unless it says so.",
        ),
        "updating": Topic(
            "Updating by readings",
            "Simulated visits with cuffs, ratings and four venous samples: how often the 90 % band holds the truth, "
            "over all times to 120 min and at the one time at which it does so least often, also when the truth comes "
            "from another model (Otto, which is venous: samples alone). Then the chair as it is: a baseline, systolic "
            "cuffs with their error, nothing else; what is judged is the band of readings, most of which is the error "
            "of the cuff, so that it holds more easily than one of the truth does. Last, what blood pressure alone "
            "would teach about the kinetics if the update took it at its word.",
        ),
    }
)
