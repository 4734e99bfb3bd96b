"""Addresses of the record of a drip: the page and the flow sheet as PDF."""

from django.urls import path

from slowdrip.clinic.chart.views import record

urlpatterns_record = [
    path("drips/<uuid:infusion>/record/", record.page, name="record"),
    path("drips/<uuid:infusion>/record.pdf", record.flow_sheet, name="record_pdf"),
]
