"""What has been written is on the disk, also under its name."""

import os
from pathlib import Path


def settle_folder(folder: Path) -> None:
    """Waits until the names of the files in a folder are on the disk: a file just renamed is not before."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
