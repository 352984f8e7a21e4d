"""`navigator course schema`: JSON Schema of a course's YAML files, for an editor that checks while one writes."""

import argparse
import json
from typing import Any

from pydantic import BaseModel

from assessments import Instrument, InstrumentWords
from courses import Course

FILES: dict[str, type[BaseModel]] = {
    "course.yaml": Course,
    "instrument.yaml": Instrument,
    "instrument/LANGUAGE.yaml": InstrumentWords,
}


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", choices=FILES, metavar="FILE", help=f"only of one: {', '.join(FILES)}")
    parser.add_argument("--json", action="store_true", help="a schema is JSON in any case")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    schemas = {name: _schema(name) for name in FILES}
    print(json.dumps(schemas[args.file] if args.file else schemas, ensure_ascii=False, indent=1))
    return 0


def _schema(name: str) -> dict[str, Any]:
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, **_strict(FILES[name].model_json_schema()), "title": name}


def _strict(schema: Any) -> Any:
    """As strict as the check: pydantic leaves a mapping open for keys that do not fit, and counts them as signs."""
    if isinstance(schema, list):
        return [_strict(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _strict(inner) for key, inner in schema.items()}
    if closed.get("type") == "object" and "patternProperties" in closed:
        closed.setdefault("additionalProperties", False)
        if "minLength" in closed:
            closed["minProperties"] = closed.pop("minLength")
    return closed
