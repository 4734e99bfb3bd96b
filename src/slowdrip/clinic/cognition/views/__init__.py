"""The pages of the two tasks."""
