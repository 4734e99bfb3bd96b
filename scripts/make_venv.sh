# Gives .venv with exactly the packages of requirements.lock, each checked against its hash.
set -eu
PYTHON="${PYTHON:-python3}"

if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Slowdrip needs Python 3.11 or newer; $PYTHON is $("$PYTHON" --version 2>&1)." >&2
    exit 1
fi

# Debian ships python3 without the part that fills a new environment with pip.
if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" -ne 0 ]; then
        echo "Slowdrip needs one Debian package first. Run this line, then start again:" >&2
        echo "    sudo apt-get install -y python3-venv" >&2
        exit 1
    fi
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv; } </dev/null >/dev/null
fi

# An environment that cannot run (its Python was removed) is made again; a good one is kept and brought up to date.
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    echo "Creating .venv ..."
    "$PYTHON" -m venv --clear .venv
fi
echo "Installing the locked packages (about a minute the first time) ..."
.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock </dev/null
