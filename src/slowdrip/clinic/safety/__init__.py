"""The suicide-risk loop: signs, one open case per patient, who is called until when, and its signed end."""
