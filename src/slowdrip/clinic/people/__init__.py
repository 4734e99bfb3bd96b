"""Patients: names, contacts, allergies, measured weight and height."""
