"""The URL map: sign-in under /account/, everything of a clinic under /<clinic>/."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("slowdrip.site.sign_in")),
    # A patient's pages; the door of a link takes whatever is left, so it stands last of them.
    path("p/<slug:clinic>/", include("slowdrip.clinic.cognition.patient_urls")),
    path("p/<slug:clinic>/", include("slowdrip.clinic.outcomes.patient_urls")),
    path("p/<slug:clinic>/", include("slowdrip.clinic.progress.patient_urls")),
    path("p/<slug:clinic>/", include("slowdrip.clinic.portal.urls")),
    path("", include("slowdrip.clinic.accounts.urls")),
    path("<slug:clinic>/", include("slowdrip.clinic.people.urls")),
    path("<slug:clinic>/", include("slowdrip.clinic.policy.urls")),
    path("<slug:clinic>/", include("slowdrip.clinic.treatment.urls")),
    path("<slug:clinic>/", include("slowdrip.clinic.infusion.urls")),
    path("<slug:clinic>/", include("slowdrip.clinic.monitors.urls")),
    path("<slug:clinic>/", include("slowdrip.live.urls")),
    path("<slug:clinic>/", include("slowdrip.clinic.chart.urls")),
    path("<slug:clinic>/", include("slowdrip.clinic.emergency.urls")),
    path("<slug:clinic>/", include("slowdrip.clinic.encounters.urls")),
    path("<slug:clinic>/", include("slowdrip.clinic.bedside.urls")),
    path("<slug:clinic>/", include("slowdrip.clinic.twin.urls")),
    path("<slug:clinic>/", include("slowdrip.clinic.outcomes.urls")),
    path("<slug:clinic>/", include("slowdrip.clinic.cognition.urls")),
    path("<slug:clinic>/", include("slowdrip.clinic.notices.urls")),
    path("<slug:clinic>/", include("slowdrip.clinic.progress.urls")),
    path("<slug:clinic>/", include("slowdrip.clinic.safety.urls")),
    path("<slug:clinic>/", include("slowdrip.clinic.adverse.urls")),
    path("<slug:clinic>/", include("slowdrip.clinic.golive.urls")),
]

handler403 = "slowdrip.site.problems.forbidden"
handler404 = "slowdrip.site.problems.not_found"
handler500 = "slowdrip.site.problems.broken"
