"""Reads policy and state into the narrow inputs of the rules; the only place where rules meet either."""
