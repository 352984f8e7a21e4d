#!/bin/sh
# Makes .venv, or a folder that is named, and installs what `make run` or `make test` needs, or one extra more.
# constraints.txt has the digest of every file of every version: what an index hands over instead is refused.
# Usage: sh install.sh run|test|postgres|stats|pdf|backup|metrics [FOLDER]
set -eu
want=$1
venv=${2:-.venv}
log=$venv/install.log

stop() { printf '%s\n' "$1" >&2; exit 1; }

python=""
for name in python3 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        python=$name
        break
    fi
done
[ -n "$python" ] || stop "Python 3.11 or newer is needed and was not found: install python3, then run this again."

case $want in
    run | test | postgres | stats | pdf | backup | metrics) ;;
    *) stop "Usage: sh install.sh run|test|postgres|stats|pdf|backup|metrics [FOLDER]" ;;
esac

# For the tests all of constraints.txt; else what pyproject.toml names, and what that needs.
wanted() {
    [ "$want" != test ] || { cat constraints.txt; return; }
    "$python" -c '
import sys, tomllib
project = tomllib.load(open("pyproject.toml", "rb"))["project"]
print(*project["dependencies"], *project["optional-dependencies"].get(sys.argv[1], ()), sep="\n")' "$want"
}

if command -v uv >/dev/null 2>&1; then
    [ -x "$venv/bin/python" ] || uv venv --quiet --python "$python" "$venv"
    # Compiled once here, as pip does by itself: else each start does it anew where Python may not keep what it compiles.
    digests=--verify-hashes  # of all that constraints.txt names
    pip_install() { uv pip install --quiet --compile-bytecode --python "$venv/bin/python" "$@"; }
else
    if [ ! -x "$venv/bin/pip" ]; then
        if ! "$python" -m venv "$venv" >/dev/null 2>&1; then
            # Debian keeps venv in a package of its own.
            if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
                { apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv; } >/dev/null 2>&1 || true
            fi
            rm -rf "$venv"
            "$python" -m venv "$venv" >/dev/null 2>&1 || stop "Python cannot make a virtual environment: install the package python3-venv, then run this again."
        fi
    fi
    digests=--require-hashes
    pip_install() { "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }
fi

# First the pip of constraints.txt: an older one takes no digests for what another library asks for.
install() {
    wanted >"$venv/wanted.txt" &&
        sed -n '/^pip==/,/[^\\]$/p' constraints.txt >"$venv/pip.txt" &&
        { [ ! -x "$venv/bin/pip" ] || pip_install "$digests" -r "$venv/pip.txt"; } &&
        pip_install "$digests" -c constraints.txt -r "$venv/wanted.txt" &&
        pip_install --no-deps --build-constraint constraints.txt -e .
}

echo "Installing (once; a minute or two) ..."
if ! install >"$log" 2>&1; then
    if grep -qiE 'do not match the hashes|hash mismatch' "$log"; then
        stop "The package index handed over a file that is not the one of constraints.txt. Nothing of it was installed: ask who looks after that index (details: $log)."
    fi
    if grep -qiE 'connection|resolve|network|retries|unreachable|dns|timed out' "$log"; then
        stop "The packages could not be fetched: this machine has no connection to a package index. Connect it once and run this again (details: $log)."
    fi
    stop "The packages could not be installed: the reason stands at the end of $log."
fi
"$venv/bin/pybabel" --quiet compile --directory app/translations >>"$log" 2>&1 || stop "The translations could not be compiled: the reason stands at the end of $log."
"$venv/bin/python" -m compileall -q config.py courses assessments articles analytics app >>"$log" 2>&1 || true
touch "$venv/.installed"
[ "$want" = test ] || exit 0
# What checks the scripts of the pages. Nothing that runs needs it.
if ! command -v npm >/dev/null 2>&1; then
    echo "Node.js and npm were not found: everything works, only the pages' scripts cannot be checked (packages nodejs, npm)."
elif ! npm ci --ignore-scripts --silent >>"$log" 2>&1; then
    stop "The packages that check the pages' scripts could not be installed: the reason stands at the end of $log."
fi
touch "$venv/.installed-test"
