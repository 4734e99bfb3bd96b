"""The `slowdrip` command."""
