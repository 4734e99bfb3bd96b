"""Messages to people: rows that are written before anything is sent, and never sent twice."""
