"""Help and medication: what was given, who was called, who took over."""

from slowdrip.science.infusion.events.fields import choice, decimal, maybe, staff, text, timestamp
from slowdrip.science.infusion.events.kinds import Group, Kind

# Who is called. The nurse is called by the patient, from the screen at the chair.
CALLED = ("colleague", "prescriber", "ems", "nurse")
ROUTES = ("iv", "po", "sl", "im", "inhaled", "intranasal", "other")

KINDS = (
    # A dose is a number with its unit, or the words of a standing order that a director signed.
    Kind(
        "medication_given",
        (
            text("drug", 120),
            maybe(decimal("dose", 0, 1_000_000)),
            maybe(choice("unit", "mg", "ug", "g", "mL", "units", "L/min")),
            choice("route", *ROUTES),
            text("indication", 200),
            maybe(timestamp("recheck_due")),
            maybe(text("dose_as_written", 200)),
        ),
        Group.HELP,
        one_of=("dose", "dose_as_written"),
        together=(("dose", "unit"),),
    ),
    Kind("help_called", (choice("who", *CALLED), maybe(text("note", 500))), Group.HELP),
    Kind("help_coming", (choice("who", *CALLED), maybe(text("note", 500))), Group.HELP),
    Kind("help_arrived", (choice("who", *CALLED), maybe(text("note", 500))), Group.HELP),
    Kind("handed_over", (staff("from_person"), staff("to_person"), maybe(text("note", 2000))), Group.HELP),
    # Without whoever held the chair: they left, or they are needed elsewhere.
    Kind("taken_over", (maybe(staff("from_person")), staff("to_person"), maybe(text("reason", 500))), Group.HELP),
    Kind("note", (text("note", 4000),), Group.HELP),
)
