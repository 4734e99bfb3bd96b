"""Writes the reference pages from the code they describe: `python -m slowdrip.cli.reference events|cli`."""
