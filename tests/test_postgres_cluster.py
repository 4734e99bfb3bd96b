"""The throw-away cluster is like production, and is gone afterwards."""

import psycopg
import pytest

from scripts.postgres_cluster import Cluster, postgres_cluster
from tests.needs import needs

pytestmark = needs("postgres")


def url(cluster: Cluster, *, role: str) -> str:
    return cluster.environment["SLOWDRIP_DATABASE_URL"].replace("slowdrip_owner", role)


def test_a_cluster_has_two_powerless_roles_and_leaves_nothing_behind() -> None:
    with postgres_cluster() as cluster:
        with psycopg.connect(url(cluster, role="slowdrip_owner")) as owner:
            powers = owner.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname LIKE 'slowdrip_%'")
            assert powers.fetchall() == [(False,), (False,)]
            assert owner.execute("SELECT current_setting('fsync')").fetchone() == ("on",)
            owner.execute("CREATE TABLE kept (x int)")
        with psycopg.connect(url(cluster, role="slowdrip_app")) as app, pytest.raises(psycopg.Error, match="denied"):
            app.execute("SELECT x FROM kept")
        assert cluster.room.exists()
    assert not cluster.room.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url(cluster, role="slowdrip_owner"))


def test_a_wrong_password_opens_nothing() -> None:
    with postgres_cluster() as cluster, pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(url(cluster, role="slowdrip_owner").replace(cluster.password, "guess"))
