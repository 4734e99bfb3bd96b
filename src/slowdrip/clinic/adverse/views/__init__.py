"""The pages of adverse events and tasks."""
