"""The whole house as processes: real server, real clock, real database roles."""
