"""Gives the gates from the order to the pump: signed, verified, drawn up, line in, checked at the bedside, shown."""

from decimal import Decimal

from slowdrip.science.rules.outcome import Gate, Reason, because, gate
from slowdrip.science.rules.ready.prepared import DrawUp, Order, Preparation, PreparationLimits, PumpShown

LINE_FINDINGS_THAT_PASS = ("", "patent", "blood")
"""Blood in the line shows that it lies in the vein; pain, swelling, redness or a leak do not pass."""


def preparation_gates(preparation: Preparation, limits: PreparationLimits) -> tuple[Gate, ...]:
    """The gates in the order of the work; without an order only the order and the line can be judged."""
    line = gate("iv_line", line_reason(preparation))
    order = preparation.order
    if order is None:
        return gate("order_signed", because("order_missing")), line
    return (
        gate("order_signed", signed_reason(order)),
        gate("order_verified", verified_reason(order, limits)),
        gate("drawn_up", *draw_up_reasons(preparation, order, limits=limits)),
        line,
        gate("bedside_check", bedside_reason(preparation, order)),
        gate("pump_shows_order", *pump_reasons(preparation.pump, order, limits=limits)),
    )


def signed_reason(order: Order) -> Reason | None:
    """Why the order does not stand as signed."""
    if order.void:
        return because("order_void")
    if order.read_back_missing:
        return because("verbal_order_not_read_back")
    return None if order.signed_by else because("order_not_signed")


def verified_reason(order: Order, limits: PreparationLimits) -> Reason | None:
    """Why the order does not stand as verified by a second person."""
    if not order.verified_by:
        return because("order_not_verified")
    if order.verified_by == order.signed_by:
        return because("order_verified_by_signer")
    if order.verifier_roles.isdisjoint(limits.verifier_roles):
        return because("verifier_role_not_allowed", allowed=limits.verifier_roles)
    return None


def draw_up_reasons(
    preparation: Preparation,
    order: Order,
    *,
    limits: PreparationLimits,
) -> tuple[Reason | None, ...]:
    """Why what was drawn up cannot be hung."""
    drawn = preparation.draw_up
    if drawn is None:
        return (because("not_drawn_up"),)
    same = drawn.order_id == order.order_id
    another = None if same else because("drawn_up_for_another_order", order_id=drawn.order_id)
    old = because("vial_expired", expires_on=drawn.expires_on) if preparation.today > drawn.expires_on else None
    return another, old, _amount(drawn, order, limits=limits), *_second_person(preparation, order, limits=limits)


def _amount(drawn: DrawUp, order: Order, *, limits: PreparationLimits) -> Reason | None:
    if order.draw_volume_ul is None:
        return None
    percent = limits.draw_up_tolerance_percent
    return _off("draw_volume_differs", drawn.draw_volume_ul, order.draw_volume_ul, percent=percent)


def _second_person(
    preparation: Preparation,
    order: Order,
    *,
    limits: PreparationLimits,
) -> tuple[Reason | None, ...]:
    drawn = preparation.draw_up
    if drawn is None or not drawn.second_person:
        return (because("no_second_person"),)
    only_two = preparation.people_in_building <= 2
    signer_may = only_two and limits.signer_may_check_when_two
    preparer_may = only_two and limits.preparer_may_verify_when_two
    signed, verified = drawn.second_person == order.signed_by, drawn.by == order.verified_by
    return (
        because("second_person_drew_up") if drawn.second_person == drawn.by else None,
        _role(drawn, limits),
        because("second_person_signed_order") if signed and not signer_may else None,
        because("preparer_verified_order") if verified and not preparer_may else None,
    )


def _role(drawn: DrawUp, limits: PreparationLimits) -> Reason | None:
    if not drawn.second_roles.isdisjoint(limits.draw_up_second_roles):
        return None
    return because("second_role_not_allowed", allowed=limits.draw_up_second_roles)


def line_reason(preparation: Preparation) -> Reason | None:
    """Why no drip can run into this vein."""
    if not preparation.line_in:
        return because("iv_not_placed")
    if preparation.line_finding in LINE_FINDINGS_THAT_PASS:
        return None
    return because("iv_site_not_good", finding=preparation.line_finding)


def bedside_reason(preparation: Preparation, order: Order) -> Reason | None:
    """Why the bedside check does not stand: not done, by one person, before the draw-up, or of another bag."""
    check, drawn = preparation.bedside, preparation.draw_up
    if check is None:
        return because("bedside_check_missing")
    if not check.second_person or check.second_person == check.first_person:
        return because("bedside_check_by_one_person")
    if check.at < order.in_force_at or (drawn is not None and check.at < drawn.at):
        return because("bedside_check_too_early", checked_at=check.at)
    if drawn is not None and check.label and check.label != drawn.label:
        return because("bedside_label_differs", checked=check.label, drawn=drawn.label)
    return None


def pump_reasons(
    shown: PumpShown | None,
    order: Order,
    *,
    limits: PreparationLimits,
) -> tuple[Reason | None, ...]:
    """Where the pump's display is further from the order than the policy's percent."""
    if shown is None:
        return (because("pump_display_not_read"),)
    if shown.at < order.in_force_at:
        return (because("pump_read_before_order", read_at=shown.at),)
    return (
        _off("pump_rate_differs", shown.rate_ul_per_h, order.rate_ul_per_h, percent=limits.pump_tolerance_percent),
        _off("pump_vtbi_differs", shown.vtbi_ul, order.vtbi_ul, percent=limits.pump_tolerance_percent),
    )


def _off(code: str, found: int, ordered: int, *, percent: Decimal) -> Reason | None:
    if within(found, ordered, percent=percent):
        return None
    return because(code, found=found, ordered=ordered, tolerance_percent=percent)


def within(found: int, ordered: int, *, percent: Decimal) -> bool:
    """True when the number is at most that many percent from the ordered one."""
    return abs(found - ordered) * 100 <= percent * ordered
