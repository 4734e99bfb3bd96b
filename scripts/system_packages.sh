# Installs the Debian packages a purpose needs when run as root; otherwise prints the one line to run. Fails when some
# are still missing.
# usage: sh scripts/system_packages.sh pages|proof
set -eu

# pages: WeasyPrint lays out the PDF flow sheet with Pango. proof: the browser, PostgreSQL, PDF and tracing tests.
case "$1" in
    pages) wanted="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core" ;;
    proof) wanted="chromium postgresql poppler-utils strace" ;;
    *) echo "usage: $0 pages|proof" >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "This is not Debian: please see that these are installed by their names here: $wanted" >&2
    exit 0
fi

missing=""
for package in $wanted; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
    echo "Some Debian packages are missing; what needs them will say so. To install them:" >&2
    echo "    sudo apt-get install -y$missing" >&2
    exit 1
fi

echo "Installing Debian packages:$missing ..."
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } </dev/null >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "apt-get could not install:$missing" >&2
    rm -f "$log"
    exit 1
fi
rm -f "$log"
