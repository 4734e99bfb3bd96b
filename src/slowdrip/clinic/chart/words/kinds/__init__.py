"""One file of words per activity, in the order of the catalogue of events."""
