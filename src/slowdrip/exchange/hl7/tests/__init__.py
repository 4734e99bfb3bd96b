"""Proof of the monitor feed's reader: own corpus, mutated messages, packets cut anywhere, and a foreign sender."""
