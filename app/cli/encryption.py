"""What a backup is encrypted to and opened with, as it is said on the command line."""

import argparse
from pathlib import Path

from app.cli.instance import WrongUse
from app.store.encryption import Decryption, Encryption, NotReadable
from config import Config

LEAST = 12
"""Signs of a passphrase for backups: whoever finds one may try for years."""


def add_encryption(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument(
        "--to", action="append", metavar="AGE1...", help="encrypt to this recipient; as often as there are keys"
    )
    ways.add_argument("--passphrase-file", type=Path, metavar="FILE", help="encrypt with the passphrase in this file")
    ways.add_argument("--plain", action="store_true", help="not encrypted, whatever NAVIGATOR_BACKUP_TO says")


def add_decryption(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--identity", type=Path, metavar="FILE", help="the key file that opens an encrypted copy")
    ways.add_argument("--passphrase-file", type=Path, metavar="FILE", help="holds the passphrase of an encrypted copy")
    parser.add_argument("--secret", type=Path, metavar="FILE", help="the secret that a plain copy opens with")


def encryption_of(args: argparse.Namespace, config: Config) -> Encryption | None:
    """Returns how a backup is to be encrypted, or None for a plain one.

    The options come before NAVIGATOR_BACKUP_TO. Raises WrongUse for a passphrase that cannot be read or has fewer than
    12 characters, NotReadable for a bad recipient or a missing library.
    """
    if args.plain:
        return None
    if args.passphrase_file is not None:
        passphrase = _passphrase(args.passphrase_file)
        if len(passphrase) < LEAST:
            raise WrongUse(f"{args.passphrase_file}: a passphrase for backups has {LEAST} signs or more")
        encryption = Encryption(passphrase=passphrase)
    elif args.to or config.backup_to:
        encryption = Encryption(recipients=args.to or config.backup_to)
    else:
        return None
    encryption.check()
    return encryption


def decryption_of(args: argparse.Namespace) -> Decryption:
    """Returns what opens an encrypted backup: a passphrase or the keys of an identity file.

    Raises WrongUse if the options name neither or the file cannot be read, NotReadable if it holds no key.
    """
    if args.passphrase_file is not None:
        return Decryption(passphrase=_passphrase(args.passphrase_file))
    if args.identity is None:
        raise WrongUse(f"{args.file} is encrypted: name its key with --identity, or --passphrase-file")
    lines = [line.strip() for line in _text(args.identity).splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    if not keys:
        raise NotReadable(f"{args.identity} holds no key")
    return Decryption(keys=keys)


def _passphrase(file: Path) -> str:
    return _text(file).strip()


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise WrongUse(f"{file} cannot be read: {fault}") from fault
