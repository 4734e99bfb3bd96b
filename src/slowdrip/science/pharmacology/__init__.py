"""What the drug does over minutes: dosing arithmetic now, models of the patient later."""
