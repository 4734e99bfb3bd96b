"""What a person does with a table: upload, confirm, discard, undo; and with a booster that came with it."""

from .boosting import end_booster, move_booster
from .confirming import confirm_batch
from .undoing import undo_batch
from .uploading import discard_batch, upload_batch

__all__ = ["confirm_batch", "discard_batch", "end_booster", "move_booster", "undo_batch", "upload_batch"]
