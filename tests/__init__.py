"""Tests of the whole house; unit tests live beside their package."""
