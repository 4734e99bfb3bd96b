"""Checks that the pages are true."""
