"""Other systems: what they send is read, checked and named here before the clinic stores any of it."""
