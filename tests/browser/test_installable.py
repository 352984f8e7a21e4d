"""A browser offers to install it, under a name and an icon that say nothing of what it is about."""

import json

from tests.browser.arriving import has_joined
from tests.browser.conftest import Open, Site
from tests.browser.network import Network


def test_a_browser_finds_nothing_that_stands_against_installing(site: Site, network: Network, profile: Open) -> None:
    page = profile()
    has_joined(page, site)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    browser = page.context.new_cdp_session(page)

    assert browser.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    manifest = browser.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["name"] in ("Navigator", "Навигатор")
