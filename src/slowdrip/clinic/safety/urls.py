"""The pages of the roster, of safety plans and of cases."""

from django.urls import path

from slowdrip.clinic.safety.views import board, cases, plans, roster, signing

app_name = "safety"
OF = "people/<uuid:patient_id>/"
PLAN = "safety-plans/<uuid:plan>/"
CASE = "cases/<uuid:case>/"
urlpatterns = [
    path("on-call/", roster.page, name="roster"),
    path("on-call/add/", roster.add, name="roster_add"),
    path("on-call/closed/", roster.close_day, name="close_day"),
    path("on-call/closed/<uuid:closed>/open/", roster.open_day, name="open_day"),
    path("on-call/<uuid:span>/cover/", roster.cover, name="cover"),
    path("on-call/<uuid:span>/withdraw/", roster.withdraw, name="withdraw"),
    path(f"{OF}safety-plan/", plans.listing, name="plans"),
    path(f"{OF}safety-plan/new/", plans.write, name="write_plan"),
    path(f"{OF}concern/", signing.concern, name="concern"),
    path(f"{PLAN}void/", plans.void, name="void_plan"),
    path(f"{PLAN}plan.pdf", plans.pdf, name="plan_pdf"),
    path("cases/", board.page, name="board"),
    path("cases/live/", board.live, name="board_live"),
    path("cases/count/", board.count, name="case_count"),
    path(CASE, cases.page, name="case"),
    path(f"{CASE}status/", cases.status, name="case_status"),
    path(f"{CASE}story/", cases.story, name="case_story"),
    path(f"{CASE}screen/", cases.screen, name="screen"),
    path(f"{CASE}take/", cases.take, name="take"),
    path(f"{CASE}owner/", cases.owner, name="owner"),
    path(f"{CASE}act/", cases.act, name="act"),
    path(f"{CASE}read/<uuid:sign>/", cases.read, name="read"),
    path(f"{CASE}known/", signing.known, name="known"),
    path(f"{CASE}dispose/", cases.dispose, name="dispose"),
    path(f"{CASE}close/", cases.close, name="close"),
    path(f"{CASE}reopen/", cases.reopen, name="reopen"),
]
