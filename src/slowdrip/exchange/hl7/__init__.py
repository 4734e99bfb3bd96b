"""The bedside-monitor feed: HL7 v2 ORU^R01 messages (IHE PCD-01) over MLLP, read without trusting the sender."""
