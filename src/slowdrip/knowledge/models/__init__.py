"""Pharmacology models as data: one file each, read strictly, with a hash that reports print."""

from slowdrip.knowledge.models.catalogue import (
    default_parent,
    default_set,
    model,
    model_names,
    model_set,
    model_text,
    models,
)
from slowdrip.knowledge.models.loader import SCHEMA_VERSION, ModelError, load_model

__all__ = [
    "SCHEMA_VERSION",
    "ModelError",
    "default_parent",
    "default_set",
    "load_model",
    "model",
    "model_names",
    "model_set",
    "model_text",
    "models",
]
