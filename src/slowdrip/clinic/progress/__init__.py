"""How patients do: scores over time beside every drip, and what a clinic may say of all of them."""
