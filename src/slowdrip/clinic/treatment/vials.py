"""Vials in words, as their labels name them."""

from django.utils.translation import gettext_lazy as _

from slowdrip.knowledge.types import Product


def product_word(product: Product) -> str:
    """Gives a vial as its label names it."""
    mg_per_ml, volume_ml = product.conc_ug_per_ml.value / 1000, product.volume_ul.value / 1000
    return str(
        _("Ketamine %(mg_per_ml)g mg/mL, vial of %(volume_ml)g mL") % {"mg_per_ml": mg_per_ml, "volume_ml": volume_ml}
    )
