"""Adverse events followed to their end, and the tasks that answers give: a urine test, a mania screen and more."""
