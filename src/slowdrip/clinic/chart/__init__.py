"""Pages that combine the apps: board, chair, recovery, record."""
