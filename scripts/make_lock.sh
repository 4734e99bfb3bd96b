# Writes requirements.lock anew from pyproject.toml: every version pinned, every file hashed, no index address.
# `make lock` keeps the pins that still fit; `UPGRADE=1 make lock` takes the newest versions.
set -eu
PYTHON="${PYTHON:-python3}"
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT INT TERM

"$PYTHON" -m venv "$room/uv"
"$room/uv/bin/python" -m pip install -qq --disable-pip-version-check uv </dev/null
"$room/uv/bin/uv" pip compile pyproject.toml --extra clinic --extra population --extra dev --universal --python-version 3.11 \
    --generate-hashes --no-emit-index-url --no-header --quiet ${UPGRADE:+--upgrade} --output-file requirements.lock

if grep -n '://' requirements.lock; then
    echo "requirements.lock must not name an address (lines above)." >&2
    exit 1
fi
