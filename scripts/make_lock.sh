# Writes requirements.lock anew from pyproject.toml: every version pinned, every file hashed, no index address. The extra
# `cohort` is large and few need it: it has a lock of its own, for the same versions.
# `make lock` keeps the pins that still fit; `UPGRADE=1 make lock` takes the newest versions.
set -eu
PYTHON="${PYTHON:-python3}"
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT INT TERM

"$PYTHON" -m venv "$room/uv"
"$room/uv/bin/python" -m pip install -qq --disable-pip-version-check uv </dev/null
"$room/uv/bin/uv" pip compile pyproject.toml --extra clinic --extra population --extra dev --universal --python-version 3.11 \
    --generate-hashes --no-emit-index-url --no-header --quiet ${UPGRADE:+--upgrade} --output-file requirements.lock

"$room/uv/bin/uv" pip compile pyproject.toml --extra cohort --constraint requirements.lock --universal --python-version 3.11 \
    --generate-hashes --no-emit-index-url --no-header --quiet ${UPGRADE:+--upgrade} --output-file requirements-cohort.lock

if grep -n '://' requirements.lock requirements-cohort.lock; then
    echo "The locks must not name an address (lines above)." >&2
    exit 1
fi
