"""The pages around an emergency."""
