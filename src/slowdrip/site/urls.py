"""The URL map: sign-in under /account/, everything of a clinic under /<clinic>/."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("slowdrip.site.sign_in")),
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
]

handler403 = "slowdrip.site.problems.forbidden"
handler404 = "slowdrip.site.problems.not_found"
handler500 = "slowdrip.site.problems.broken"
