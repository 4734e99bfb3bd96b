"""What the pages of an import say: refusals, problems of a table with their fix, columns, and what happened since."""

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.golive.columns import COLUMNS
from slowdrip.clinic.golive.later import CHANGED
from slowdrip.clinic.golive.problems import Problem
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.words import Sentence, knows, register, said

Words = str | Promise

SENTENCES: Final[dict[str, Sentence]] = {
    "golive_empty": _("This file is empty. Choose the table again."),
    "golive_same_file": _("This very file was imported on %(day)s. Undo that import first, or choose another file."),
    "golive_confirmed": _("This table was imported already. Nothing was imported a second time."),
    "golive_discarded": _("This table was discarded. Upload it again."),
    "golive_changed": _("The clinic's patients changed since this preview was shown. Look at it again, then import."),
    "golive_has_problems": _("Some lines have problems. Mend them in the file, or say that they are left out."),
    "golive_drip_runs": _(
        "A drip is running, and so long a table would hold the record up. Wait until none runs, or import at most "
        "%(most)s lines at a time."
    ),
    "golive_nothing_good": _("No line of this table can be imported."),
    "golive_not_imported": _("This table was not imported, so there is nothing to undo."),
    "golive_undone": _("This import was undone already."),
    "golive_nobody_to_undo": _(
        "Nobody of this import can be taken back: something was recorded on each of them since."
    ),
    "no_booster": _("No booster from before Slowdrip is waited for: it was ended, or a drip ran here since."),
    "booster_day_past": _("This day has passed. Type the day that is agreed now, or end the booster."),
    "file_too_large": _("This file is larger than %(most)s kB. Split the table into several files."),
}
PROBLEMS: Final[dict[str, Sentence]] = {
    "empty_file": _("The file holds nothing. The first line names the columns."),
    "not_csv": _("This is not a CSV file. In your spreadsheet choose “Save as”, then “CSV UTF-8”."),
    "not_utf8": _("These signs are not UTF-8. In your spreadsheet choose “Save as”, then “CSV UTF-8”."),
    "broken_quotes": _("A quotation mark here does not close, so nothing after it can be read. Close or remove it."),
    "no_rows": _("There is no patient below the headings. Write one line for each patient."),
    "too_many_rows": _("%(has)s patients stand here and %(most)s fit into one file. Put the rest into a second file."),
    "column_missing": _("This column is missing. Add it with exactly this heading."),
    "column_twice": _("This heading stands there twice. Keep one of the two columns."),
    "column_unknown": _("Nothing is known under this heading. Remove the column, or rename it."),
    "column_unknown_near": _("Nothing is known under this heading. Is it “%(near)s”? Rename it, or remove the column."),
    "wrong_number_of_cells": _(
        "This line has %(has)s cells and the headings are %(wanted)s. Look for a sign too many."
    ),
    "cell_without_heading": _("This cell has no heading above it. Name its column, or empty it."),
    "cell_missing": _("This is empty and is needed. Fill it in."),
    "control_sign": _("A line break or an invisible sign stands in this cell. Type it anew."),
    "text_too_long": _("This has %(has)s characters and %(most)s fit. Shorten it."),
    "day_form": _("This is not a day as year-month-day. Write it like 2026-03-09."),
    "no_such_day": _("The calendar has no such day. Correct it; write it as year-month-day."),
    "not_whole": _("A whole number from %(least)s to %(most)s is expected. Write digits only."),
    "not_number": _("A number up to %(most)s is expected. Write digits only, without the unit."),
    "decimal_comma": _("Write decimals with a point: %(instead)s."),
    "too_many_decimals": _("%(places)s decimals are taken. Round it."),
    "zero": _("0 cannot be right here. Leave it empty if it is not known."),
    "out_of_range": _("%(least)s to %(most)s is expected. Correct the number."),
    "not_a_choice": _("One of these is expected: %(choices)s."),
    "day_in_future": _("This day is still to come: today is %(today)s. Correct it."),
    "day_before_birth": _("This lies before the birth date, %(born)s. Correct one of the two."),
    "booster_in_past": _(
        "Today is %(today)s, and a next booster is today or later. Leave it empty if no day is agreed."
    ),
    "needs_its_day": _("“%(other)s” is given, so its day is needed. Fill it in, or empty the other cell."),
    "needs_its_value": _("“%(other)s” is given, so its value is needed. Fill it in, or empty the other cell."),
    "consent_without_contact": _("There is neither phone nor e-mail to consent to. Fill one in, or empty this cell."),
    "more_in_series_than_ever": _("More infusions in this series than ever (%(lifetime)s). Correct one of the two."),
    "infusions_without_day": _("%(lifetime)s infusions were given, so the day of the last one is needed."),
    "day_without_infusions": _("0 infusions, and yet a last one on %(day)s. Correct one of the two."),
    "dose_without_infusions": _("0 infusions, and yet a last dose. Correct one of the two."),
    "maintenance_without_infusions": _("Maintenance comes after infusions, and 0 were given. Correct one of the two."),
    "item_without_total": _("The answer to question 9 is given without its total. Fill in the total, or empty this."),
    "item_not_in_total": _("A total of %(total)s cannot hold this answer to question 9. Correct one of the two."),
    "baseline_after_last": _("The baseline lies after the last score, %(last)s. Correct one of the two days."),
    "baseline_after_infusion": _("The baseline lies after the last infusion, %(last)s. Correct one of the two days."),
    "baseline_on_last_infusion": _(
        "%(series)s infusions were given in this series, the last on %(last)s: its baseline lies before that day."
    ),
    "two_totals_one_day": _(
        "The other total of this scale on %(day)s is %(total)s. Only one can be right: correct it."
    ),
    "two_items_one_day": _("Two answers to question 9 stand for %(day)s. Only one can be right: correct it."),
    "dose_impossible": _("A dose of %(least)s to %(most)s mg is possible by this clinic's policy. Look for a slip."),
    "reference_here": _("A patient with this number is here already (MRN %(mrn)s). Remove the line from the table."),
    "person_here": _("A patient of this name and birth date is here already (MRN %(mrn)s). Remove the line."),
    "too_many_recent": _(
        "Only %(most)s patients with a score of the last two weeks fit. Put the rest into a new file."
    ),
    "reference_twice": _("Line %(other)s has the same reference. Give each patient one line and one reference."),
    "person_twice": _("Line %(other)s has the same name and birth date. Keep one of the two lines."),
}
COLUMN_WORDS: Final[dict[str, Words]] = {
    "reference": _("your own number of the patient; it becomes the MRN"),
    "family_name": _("legal family name"),
    "given_name": _("legal given name"),
    "birth_date": _("day of birth"),
    "sex_for_dosing": _("female or male; for the ideal-weight formula only"),
    "could_be_pregnant": _("yes or no; yes asks for a test before each infusion"),
    "indication": _("depression, bipolar, anxiety or ptsd"),
    "phase": _("series or maintenance"),
    "series_infusions": _("how many in this series so far"),
    "lifetime_infusions": _("how many ever"),
    "last_infusion_date": _("day of the last one"),
    "last_dose_mg": _("ketamine base in mg, given at the last one"),
    "weight_kg": _("last weight; kept as stated, it cannot dose"),
    "weight_date": _("day of that weight"),
    "phq9_total": _("last PHQ-9, 0 to 27"),
    "phq9_date": _("day of the last PHQ-9"),
    "phq9_item9": _("its answer to question 9, 0 to 3; empty means unknown, never 0"),
    "gad7_total": _("last GAD-7, 0 to 21"),
    "gad7_date": _("day of the last GAD-7"),
    "baseline_phq9_total": _("PHQ-9 before the first infusion of this series, 0 to 27"),
    "baseline_phq9_date": _("day of that PHQ-9"),
    "baseline_phq9_item9": _("its answer to question 9, 0 to 3; empty means unknown, never 0"),
    "baseline_gad7_total": _("GAD-7 before the first infusion of this series, 0 to 21"),
    "baseline_gad7_date": _("day of that GAD-7"),
    "next_booster_date": _("day that was agreed for the next one"),
    "phone": _("phone number"),
    "email": _("e-mail address"),
    "contact_consent": _("yes: the patient agreed that messages go to this phone and e-mail"),
}
HAPPENED: Final[dict[str, Words]] = {
    CHANGED: _("something that came with the import was changed"),
    "infusion.infusion": _("a visit"),
    "treatment.order": _("an order"),
    "outcomes.response": _("answers"),
    "outcomes.ask": _("questions that went out"),
    "people.medicine": _("a medicine"),
    "people.allergy": _("an allergy"),
    "people.measurement": _("a weight or height"),
    "people.contact": _("a contact"),
    "safety.riskcase": _("a case of suicide risk"),
    "notices.message": _("a message"),
    "encounters.note": _("a note"),
    "portal.patientlink": _("a link for the patient"),
}


def columns_shown() -> list[dict[str, Any]]:
    """Gives the columns in their order, each with what stands in it."""
    return [{"name": each.name, "needed": each.is_needed, "what": COLUMN_WORDS[each.name]} for each in COLUMNS]


def problem_words(problem: Problem) -> str:
    """Gives what is expected and how to mend it."""
    sentence = PROBLEMS.get(problem.code)
    if sentence is not None:
        return str(sentence) % problem.params if problem.params else str(sentence)
    return said(Refused(problem.code, **problem.params))


def has_words(code: str) -> bool:
    """Says whether a problem has its sentence, here or among the house's refusals."""
    return code in PROBLEMS or knows(code)


def happened_words(whys: list[str]) -> str:
    """Gives what was recorded since the import, in one line."""
    return ", ".join(str(HAPPENED.get(why, _t("another entry"))) for why in whys)


def register_all() -> None:
    """Gives the refusals their words."""
    register(SENTENCES)
