"""The accounts pages: home, lock, devices, staff, PIN."""
