"""What a person does with a table: upload, confirm, discard, undo."""

from .confirming import confirm_batch
from .undoing import undo_batch
from .uploading import discard_batch, upload_batch

__all__ = ["confirm_batch", "discard_batch", "undo_batch", "upload_batch"]
