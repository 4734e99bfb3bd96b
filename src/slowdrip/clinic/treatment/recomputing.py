"""Works an order out anew from what was asked, and names every figure that does not come out the same."""

from collections.abc import Iterator
from typing import Any

from slowdrip.clinic.policy.queries import policy_of
from slowdrip.clinic.record.canonical import sha256
from slowdrip.clinic.record.refusal import Refused
from slowdrip.knowledge.catalogue import default_catalogue
from slowdrip.science.pharmacology.dosing import (
    DoseLimits,
    OrderFigures,
    OrderRequest,
    RateChange,
    RateFigures,
    change_rate,
    compute,
)
from slowdrip.science.pharmacology.dosing.backcheck import disagreements
from slowdrip.science.pharmacology.dosing.display import exact_text, figures_as_text

from .documents import changes_rate, read_document, request_from_text
from .limits import dose_limits
from .models import Order
from .rate_documents import OF_THE_BAG, change_from_text, rate_columns
from .steps import columns


def recomputed(order: Order) -> dict[str, str]:
    """Gives the figures worked out anew, as text; refuses with the first thing in the order that differs."""
    if sha256(order.document) != order.document_sha256:
        raise Refused("order_text_changed")
    document = read_document(order.document)
    limits = dose_limits(policy_of(order.policy), default_catalogue())
    if changes_rate(document):
        return _rate_recomputed(order, document, limits)
    request = request_from_text(document["request"])
    figures = compute(request, limits=limits)
    if not isinstance(figures, OrderFigures):
        raise Refused("order_no_longer_computes", codes=", ".join(finding.code for finding in figures.findings))
    for figure in _differing(order, document, figures, request=request, limits=limits):
        raise Refused("order_figures_differ", figure=figure)
    return figures_as_text(figures)


def _rate_recomputed(order: Order, document: dict[str, Any], limits: DoseLimits) -> dict[str, str]:
    change = change_from_text(document["change"])
    figures = change_rate(change, limits=limits)
    if not isinstance(figures, RateFigures):
        raise Refused("order_no_longer_computes", codes=", ".join(finding.code for finding in figures))
    for name in _of_another_bag(order, document, change):
        raise Refused("order_figures_differ", figure=name)
    for name in _unequal(order, document, figures_as_text(figures), rate_columns(figures)):
        raise Refused("order_figures_differ", figure=name)
    return figures_as_text(figures)


def _of_another_bag(order: Order, document: dict[str, Any], change: RateChange) -> Iterator[str]:
    """What the change takes from the order that it replaces must be what that order says."""
    old = order.replaces
    if old is None:
        yield "replaces"
        return
    told = read_document(old.document)
    yield from (name for name in OF_THE_BAG if document[name] != told[name])
    if (sha256(old.document), old.dose_ug) != (document["change"]["of_sha256"], change.ordered_ug):
        yield "ordered_ug"
    if exact_text(change.ordered_mg_per_kg) != told["figures"]["ordered_mg_per_kg"]:
        yield "ordered_mg_per_kg"
    if exact_text(change.dosing_kg) != told["figures"]["dosing_weight_kg"]:
        yield "dosing_weight_kg"


def _unequal(order: Order, document: dict[str, Any], anew: dict[str, str], columns: dict[str, int]) -> Iterator[str]:
    told = document["figures"]
    yield from (name for name in sorted(anew.keys() | told.keys()) if anew.get(name) != told.get(name))
    yield from (name for name, value in columns.items() if getattr(order, name) != value)


def _differing(
    order: Order, document: dict[str, Any], figures: OrderFigures, *, request: OrderRequest, limits: DoseLimits
) -> Iterator[str]:
    yield from _unequal(order, document, figures_as_text(figures), columns(figures))
    yield from (str(finding.params["figure"]) for finding in disagreements(request, figures, limits))
