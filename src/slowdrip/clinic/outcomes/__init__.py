"""How patients are: what is asked and when, what was answered, what it scores, what is missing."""
