"""A patient's own pages under /p/: a link that is opened by hand, a one-time code, numbers for a crisis."""
