# Prints the path of a working Python of the given version (such as 3.13), or nothing when there is none.
# usage: sh scripts/find_python.sh 3.13
for candidate in "python$1" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$1".*/bin/"python$1"; do
    # A version manager leaves stand-ins on the path that only print an error, so each candidate must really run.
    if "$candidate" -c 'import ensurepip' >/dev/null 2>&1; then
        command -v "$candidate"
        exit 0
    fi
done
