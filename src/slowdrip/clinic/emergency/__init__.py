"""Emergencies: the card a director signs, the page at the chair, debrief, report, and drills with no patient."""
