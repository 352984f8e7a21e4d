"""What has been written is on the disk, also under its name."""

import os
from pathlib import Path


def settle_folder(folder: Path) -> None:
    """Waits until the names of a folder's files, such as that of one just renamed, are on the disk. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
