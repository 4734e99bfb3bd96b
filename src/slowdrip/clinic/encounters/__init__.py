"""The day around the drip: notes, phone calls, who is to be called, wishes, letters."""
