"""Forms of the chair: made from the event kinds, so that a new kind needs no new form."""
