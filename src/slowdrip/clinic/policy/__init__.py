"""A clinic's policy: immutable signed versions, the one in force, and what differs from the shipped default."""
