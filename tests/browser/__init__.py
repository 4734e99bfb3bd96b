"""The house as a person meets it: real pages in a real browser, served by the real processes."""
