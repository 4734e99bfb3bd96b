"""Two short tasks of thinking, done by the patient on a phone or a tablet: compared with themself, gating nothing."""
