"""Tests of the order arithmetic."""
