"""Code without a caller: vulture reads the code, and what a page's template names has a caller in it.

`make check` runs this; what it reads, and the few names that only a library calls, stand in pyproject.toml.
"""

import sys
from pathlib import Path

from jinja2 import Environment, nodes
from vulture import Vulture
from vulture.config import make_config

TEMPLATES = Path("app/web/templates")
READERS = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


def names_in_templates() -> set[str]:
    """Every variable, attribute and function that a template reads."""
    trees = [READERS.parse(path.read_text(encoding="utf-8")) for path in TEMPLATES.rglob("*.html")]
    names = {node.name for tree in trees for node in tree.find_all(nodes.Name)}
    return names | {node.attr for tree in trees for node in tree.find_all(nodes.Getattr)}


def main() -> int:
    """Print what nobody calls; 3, as vulture itself says, where there is any."""
    config = make_config(argv=[])
    scanner = Vulture(ignore_names=config["ignore_names"], ignore_decorators=config["ignore_decorators"])
    scanner.scavenge(config["paths"], exclude=config["exclude"])
    scanner.used_names |= names_in_templates()
    return int(scanner.report(min_confidence=config["min_confidence"]))


if __name__ == "__main__":
    sys.exit(main())
