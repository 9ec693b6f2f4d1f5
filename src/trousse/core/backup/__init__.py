"""Backups of an instance: one archive that says what it holds, checked before it is used.

Public: ``saving.save_backup`` and ``restoring.restore_backup``. The messages are in English and
not translated: only operators read them, on a console.
"""


class BackupTrouble(Exception):
    """Nothing was changed; the message says why, to an operator."""
