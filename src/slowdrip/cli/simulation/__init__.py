"""From the options of `slowdrip simulate` to a job, and what is told while it runs."""
