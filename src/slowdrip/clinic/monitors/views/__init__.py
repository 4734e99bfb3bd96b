"""The pages of monitors: the panel at a chair, the clinic's list."""
