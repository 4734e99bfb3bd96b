"""Vials by name: what stands on the vial for the code in the record."""

from slowdrip.clinic.treatment.vials import product_word
from slowdrip.knowledge.catalogue import default_catalogue


def products() -> tuple[tuple[str, str], ...]:
    """Gives every vial of the catalogue as code and words."""
    return tuple((product.name, str(product_word(product))) for product in default_catalogue().products)


def product_words(code: str) -> str:
    """Gives the words for a vial; a name typed by hand stays as it is."""
    return dict(products()).get(code, code)
