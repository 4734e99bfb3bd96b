"""Actors, tenancy, signatures, voids, the audit chain and the outbox: what every other app stands on."""
