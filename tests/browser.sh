#!/bin/sh
# The browser tests need Chromium. Where we are root on Debian it is installed; else we say loudly that they are skipped.
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests ..."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core; } >/dev/null 2>&1
    command -v chromium >/dev/null 2>&1 && exit 0
fi
if [ -n "${CI:-}" ]; then
    echo "There is no Chromium and it could not be installed: in CI the browser tests must run." >&2
    exit 1
fi
echo "**********************************************************************" >&2
echo "** THE BROWSER TESTS ARE SKIPPED: there is no Chromium here.        **" >&2
echo "** Install the package chromium and run this again.                 **" >&2
echo "**********************************************************************" >&2
