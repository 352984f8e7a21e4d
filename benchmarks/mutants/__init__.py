"""Small, real breakages of the code, each with the tests that must notice it."""

from benchmarks.mutants import (
    access,
    charts,
    contrast,
    disclosure,
    durability,
    exports,
    gain,
    gate,
    intervals,
    outbox,
    scoring,
    seals,
    secret,
    sessions,
    uploads,
    waiting,
    wording,
)
from benchmarks.mutants.mutant import Mutant

BY_AREA: dict[str, tuple[Mutant, ...]] = {
    "scoring": scoring.MUTANTS,
    "gain": gain.MUTANTS,
    "intervals": intervals.MUTANTS,
    "contrast": contrast.MUTANTS,
    "gate": gate.MUTANTS,
    "disclosure": disclosure.MUTANTS,
    "access": access.MUTANTS,
    "sessions": sessions.MUTANTS,
    "seals": seals.MUTANTS,
    "secret": secret.MUTANTS,
    "waiting": waiting.MUTANTS,
    "durability": durability.MUTANTS,
    "outbox": outbox.MUTANTS,
    "exports": exports.MUTANTS,
    "charts": charts.MUTANTS,
    "uploads": uploads.MUTANTS,
    "wording": wording.MUTANTS,
}
