# Proves the house: style, types, then the tests on SQLite and on a throw-away PostgreSQL; the long proof also on the next Python.
# SLOWDRIP_REQUIRE=browser,postgres,strace turns what is missing here from a skip into a failure; SLOWDRIP_LONG=1 runs more cases.
set -eu
BIN=.venv/bin

# Matrices here are small and many: threads inside the linear algebra only get into each other's way.
export OPENBLAS_NUM_THREADS=1

# A home of its own: the proof never touches the clinic that may live in ./var.
SLOWDRIP_HOME=$(mktemp -d)
export SLOWDRIP_HOME
trap 'rm -rf "$SLOWDRIP_HOME"' EXIT INT TERM

say() { printf '\n== %s\n' "$1"; }
required() { case ",${SLOWDRIP_REQUIRE:-}," in *",$1,"*) true ;; *) false ;; esac; }

say "Style"
$BIN/ruff check .
$BIN/ruff format --check .

say "Types"
$BIN/mypy

say "Tests on SQLite"
env -u SLOWDRIP_DATABASE_URL $BIN/pytest -q -n 2 --dist loadfile --durations=30 --durations-min=3

if [ "${SLOWDRIP_LONG:-}" = 1 ]; then
    next=$(sh scripts/find_python.sh 3.13)
    if [ -n "$next" ]; then
        say "Knowledge and science on Python 3.13"
        if ! cmp -s requirements.lock .venv/python3.13/requirements.lock; then
            "$next" -m venv --clear .venv/python3.13
            .venv/python3.13/bin/python -m pip install -qq --disable-pip-version-check --require-hashes \
                -r requirements.lock </dev/null
            cp requirements.lock .venv/python3.13/requirements.lock
        fi
        PYTHONPATH=src .venv/python3.13/bin/pytest -q -n 2 src/slowdrip/knowledge src/slowdrip/science
    fi
fi

if $BIN/python scripts/postgres_cluster.py present; then
    say "Tests on PostgreSQL"
    $BIN/python scripts/postgres_cluster.py run -- $BIN/pytest -q -n 2 --dist loadfile --durations=30 --durations-min=3 src tests \
        --ignore=src/slowdrip/knowledge --ignore=src/slowdrip/science --ignore=src/slowdrip/population \
        --ignore=tests/architecture --ignore=tests/browser
elif required postgres; then
    echo "SLOWDRIP_REQUIRE names postgres, so its tests may not be left out." >&2
    exit 1
else
    echo "The tests on PostgreSQL were left out." >&2
fi
