"""Writes the golden rows of all kinetic models from an independent solver: each model's equations, written by hand.

    python -m scripts.solver_rows > src/slowdrip/knowledge/validation/solver_rows.toml

The equations are those of `science/pharmacology/models/tests/papers.py`; SciPy's LSODA solves them at a relative
tolerance of 1e-10. Neither a model file nor the engine takes part, so the engine can be held to the result.
"""

import numpy as np
import scipy

from slowdrip.science.pharmacology.models.tests.papers import PAPERS, by_hand

T_MIN = (5, 10, 20, 30, 40, 60, 80, 110, 120, 230, 480)
HEAD = f"""# Generated: python -m scripts.solver_rows > src/slowdrip/knowledge/validation/solver_rows.toml
# SciPy {scipy.__version__}, LSODA, rtol 1e-10, on equations written by hand; no model file and no engine took part.
schema_version = 1
"""


def row(model: str, analyte: str, values: list[float]) -> str:
    """One series as TOML, to seven digits."""
    written = ", ".join(f"{value:.7g}" for value in values)
    return f"""
[series.{model}_{analyte}]
model = "{model}"
analyte = "{analyte}"
site = "central compartment"
unit = "ng/mL"
regimen = "racemate 35 mg of base in 40 min, 70 kg"
t_min = [{", ".join(str(time) for time in T_MIN)}]
values = [{written}]
source = "equations written by hand, solved by scipy.integrate.solve_ivp"
confidence = "derived"
"""


def main() -> None:
    """Prints the file."""
    print(HEAD, end="")
    for model, paper in PAPERS.items():
        for analyte, conc in by_hand(paper, np.array(T_MIN, dtype=np.float64)).items():
            print(row(model, analyte, [float(each) for each in conc]), end="")


if __name__ == "__main__":
    main()
