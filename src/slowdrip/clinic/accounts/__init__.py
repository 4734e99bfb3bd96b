"""People who act: users, memberships with roles, credentials, PINs, enrolled devices, and who may open which page."""
