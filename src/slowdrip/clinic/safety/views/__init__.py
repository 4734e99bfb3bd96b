"""The pages of the roster, of safety plans and of cases."""
