"""The drip: a log of events, its projection, the alarms and the day around it."""
