"""The patient's screen at the chair: how long it still takes, and one key that calls the nurse."""
