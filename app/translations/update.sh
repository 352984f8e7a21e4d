#!/bin/sh
# Bring the catalogues up to date with the sentences in the code; new ones are empty and fail a test until translated.
set -eu
cd "$(dirname "$0")/../.."
babel=.venv/bin/pybabel
pot=$(mktemp)
trap 'rm -f "$pot"' EXIT
"$babel" --quiet extract -F app/translations/babel.cfg -k _l -k N_ --no-location -o "$pot" app
"$babel" --quiet update -i "$pot" -d app/translations --no-fuzzy-matching --ignore-obsolete -w 120
# Babel keeps the headers that it knows only.
draft=app/translations/kk/LC_MESSAGES/messages.po
grep -q '^"X-Review' "$draft" || sed -i 's/^"Content-Transfer-Encoding: 8bit.n"$/&\n"X-Review: draft, to be read by a native speaker\\n"/' "$draft"
"$babel" --quiet compile -d app/translations
