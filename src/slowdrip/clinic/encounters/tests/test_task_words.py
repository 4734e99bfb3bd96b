"""Every task that any app can open has words; this app stands right of all that open one."""

from slowdrip.clinic.chart.words.tasks import TASKS
from slowdrip.clinic.encounters.steps import CALL_TASK, COSIGN_TASK
from slowdrip.clinic.infusion import emergencies, reconciling, review
from slowdrip.clinic.infusion.holding import NO_NURSE_TASK


def test_each_task_that_can_be_opened_has_its_words() -> None:
    opened = {*reconciling.RECONCILED, *review.REVIEWED, emergencies.DEBRIEF, COSIGN_TASK, CALL_TASK, NO_NURSE_TASK}
    assert opened == set(TASKS)
