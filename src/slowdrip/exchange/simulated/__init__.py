"""A simulated bedside monitor: invented patients, labelled artifacts, real messages. Nothing here is a prediction."""
