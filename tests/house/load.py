"""Loads the cast and one running drip into an empty database, and prints what a visitor of the pages needs, as JSON."""

import json
import os

import django


def main() -> None:
    """Migrates, loads, prints sessions and addresses."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slowdrip.site.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from tests.cast import build_cast
    from tests.ids import ids_of
    from tests.visit import build_visit
    from tests.walk import doors

    cast = build_cast()
    visit = build_visit(cast)
    told = {
        "doors": [[door.path, door.rule.permission] for door in doors(ids_of(cast, visit))],
        "infusion": str(visit.infusion.pk),
        "clinic": str(cast.harbor.pk),
        "other_clinic": str(cast.northside.pk),
        "sessions": {name: session_of(getattr(cast, name).user) for name in ("nurse", "director", "outsider")},
        "permissions": {name: sorted(getattr(cast, name).acting.permissions) for name in ("nurse", "director")},
    }
    print(json.dumps(told))


def session_of(user: object) -> str:
    """Gives the cookie of a full sign-in."""
    from django.conf import settings
    from django.test import Client

    from tests.fixtures import signed_in

    client = signed_in(Client(), user)  # type: ignore[arg-type]  # a user of the cast
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    main()
