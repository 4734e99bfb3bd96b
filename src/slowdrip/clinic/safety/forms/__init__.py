"""What is typed into the pages of the roster, of safety plans and of cases."""
