"""What was acknowledged outlives the process, and what no longer works says so: proven on real processes."""
