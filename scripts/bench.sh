# Prints the benchmark tables: on SQLite, then on a throw-away PostgreSQL when its server programs are here, then the science.
set -eu
BIN=.venv/bin
SLOWDRIP_HOME=$(mktemp -d)
export SLOWDRIP_HOME
trap 'rm -rf "$SLOWDRIP_HOME"' EXIT INT TERM

env -u SLOWDRIP_DATABASE_URL $BIN/python -m bench
if $BIN/python scripts/postgres_cluster.py present; then
    $BIN/python scripts/postgres_cluster.py run -- $BIN/python -m bench
fi
$BIN/python -m bench.pharmacology
$BIN/python -m bench.population
