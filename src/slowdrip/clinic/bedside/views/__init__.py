"""The pages of the bedside."""
