"""Settings of the files that people add: how much, where they lie, who looks for viruses."""

from typing import Any

from trousse.core.env import Env
from trousse.files.scanners import Scanner, parse_scanner

env = Env.from_process()

FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
FILE_UPLOAD_HANDLERS = [
    "trousse.files.uploading.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_MAX_MB = env.integer("FILE_MAX_MB", 25, minimum=1, maximum=1000)
FILES_PER_THING_MB = env.integer("FILES_PER_THING_MB", 250, minimum=1, maximum=100_000)
FILES_PER_PERSON_MB = env.integer("FILES_PER_PERSON_MB", 1000, minimum=1, maximum=1_000_000)
_no_scanner: Scanner | None = None
FILE_SCANNER = env.converted("FILE_SCANNER", parse_scanner, _no_scanner)

_bucket = env.text("FILES_S3_BUCKET")
_on_disk: dict[str, Any] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
_in_s3: dict[str, Any] = {  # needs requirements/s3.txt; access to the bucket is boto3's business
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": _bucket,
        "endpoint_url": env.text("FILES_S3_ENDPOINT") or None,
        "region_name": env.text("FILES_S3_REGION") or None,
        "default_acl": "private",
        "file_overwrite": False,
        "signature_version": "s3v4",
    },
}
FILE_STORAGE = _in_s3 if _bucket else _on_disk
