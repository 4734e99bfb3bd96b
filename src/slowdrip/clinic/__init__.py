"""The clinic's Django apps, in import order: record, accounts, policy, people, treatment, infusion, chart."""
