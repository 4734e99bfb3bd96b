"""The event stream to open screens: reads the outbox, never writes."""
