"""Scenes of selling: the cart, every way of paying, receipts, refunds and the till."""

from bizet_core.catalogue.products.operations import AddProduct, add_product
from bizet_core.catalogue.products.queries import Products, all_products
from bizet_core.describe.languages.language import N_
from ui.selling.cart.cart_panel import RegisterPanel
from ui.selling.cart.offers import of_product
from ui.selling.receipts.refund import TakingBack
from ui.selling.sell.sell_screen import SellScreen
from ui.selling.till.till_screen import TillScreen
from ui.startup.scenes import LONG, first_sale
from ui.tools.gallery.scene import scene
from ui.tools.gallery.stage import Stage

LONG_THING = "Feuchtigkeitsspendende Haarpflegespülung mit Arganöl und Weizenprotein, 250 ml Nachfüllpackung"


def _sell(stage: Stage) -> SellScreen:
    screen = stage.front.go("sell")
    assert isinstance(screen, SellScreen)
    stage.settle()
    return screen


def _fill(stage: Stage, *places: int) -> RegisterPanel:
    _sell(stage)
    products = stage.desk.ask_now(all_products, Products())
    for place in places:
        stage.front.register.add(of_product(products[place]))
    cart = stage.front.register.cart
    stage.wait(lambda: cart.quote is not None and len(cart.quote.lines) == len(cart.content.lines))
    return stage.front.register.panel


@scene("sell/empty")
def empty(stage: Stage) -> None:
    """Nothing in the cart."""
    _sell(stage)


@scene("sell/nothing to sell", after="customers/nobody yet")
def nothing(stage: Stage) -> None:
    """A new business has no products."""
    _sell(stage)


@scene("sell/cart", after="sell/unknown code")
def cart(stage: Stage) -> None:
    """Three lines."""
    _fill(stage, 0, 1, 4)


@scene("sell/long cart", after="sell/parked")
def long_cart(stage: Stage) -> None:
    """More than fits."""
    _fill(stage, *range(10))


@scene("sell/long names")
def long_names(stage: Stage) -> None:
    """Things that are called at length."""
    stage.desk.do_now(add_product, AddProduct(name=LONG_THING, price=1_234_50, category="Haarpflegeprodukte"))
    _sell(stage)
    product = next(each for each in stage.desk.ask_now(all_products, Products()) if each.name == LONG_THING)
    stage.front.register.add(of_product(product))


@scene("sell/found", after="sell/empty")
def found(stage: Stage) -> None:
    """Products that are called so."""
    _sell(stage)
    stage.click(stage.front.register.panel.add.field)
    stage.hands.write("e")
    stage.settle()


@scene("sell/unknown code", after="sell/found")
def unknown(stage: Stage) -> None:
    """A code that nothing has."""
    _sell(stage)
    stage.front.register.scanned("4006381333931")


@scene("sell/more", after="sell/long cart")
def more(stage: Stage) -> None:
    """The menu of what is not needed every time."""
    stage.front.register.panel.open_more()


@scene("sell/discount", after="sell/cart")
def discount(stage: Stage) -> None:
    """Something off."""
    stage.front.register.panel.reduce_order()


@scene("sell/discount wrong", after="sell/discount")
def discount_wrong(stage: Stage) -> None:
    """Nothing is filled in."""
    stage.key("Return")


@scene("sell/tip", after="sell/discount wrong")
def tip(stage: Stage) -> None:
    """A tip, suggested."""
    stage.front.register.panel.ask_tip()


@scene("sell/park", after="sell/tip")
def park(stage: Stage) -> None:
    """Under which name it waits."""
    stage.front.register.panel.ask_name_to_park()


@scene("sell/parked", after="sell/park")
def parked(stage: Stage) -> None:
    """Four carts wait."""
    for name in (LONG, "Tür links", "Olivia", "Nº 4"):
        _fill(stage, 0)
        stage.front.register.cart.park(name)
        stage.settle()


@scene("pay/card")
def card(stage: Stage) -> None:
    """By card, with a slip's number."""
    panel = _fill(stage, 0, 1)
    panel.pay.choose("card")
    stage.click(panel.pay.slip.field)
    stage.hands.write("4711-0815-2026")


@scene("pay/cash", after="pay/card")
def cash(stage: Stage) -> None:
    """More than enough."""
    panel = stage.front.register.panel
    panel.pay.choose("cash")
    stage.click(panel.pay.cash.sums[-1])


@scene("pay/too little cash", after="pay/cash")
def too_little(stage: Stage) -> None:
    """Some is still open."""
    panel = stage.front.register.panel
    panel.pay.cash.begin_again()
    stage.click(panel.pay.cash.field)
    stage.hands.write("5")


@scene("pay/no amount", after="pay/too little cash")
def no_amount(stage: Stage) -> None:
    """What was typed is no amount."""
    panel = stage.front.register.panel
    panel.pay.cash.begin_again()
    stage.click(panel.pay.cash.field)
    stage.hands.write("1,2,3")
    stage.click(panel.pay.charge)


@scene("pay/split", after="pay/no amount")
def split(stage: Stage) -> None:
    """A part is paid in cash."""
    panel = stage.front.register.panel
    panel.pay.choose("split")
    stage.click(panel.pay.split.field)
    stage.hands.write("10")
    stage.click(panel.pay.split.cash)


@scene("pay/refused", after="pay/split")
def refused(stage: Stage) -> None:
    """Not all of it was given yet."""
    panel = stage.front.register.panel
    stage.click(panel.pay.charge)


@scene("pay/till closed", after="till/never opened")
def till_closed(stage: Stage) -> None:
    """The till is opened on the way."""
    stage.desk.do_now(add_product, AddProduct(name="Shampoo", price=14_50))
    stage.click(_fill(stage, 0).pay.charge)


def _sold(stage: Stage, *places: int) -> None:
    panel = _fill(stage, *places)
    panel.pay.choose("cash")
    stage.click(panel.pay.cash.sums[-1])
    stage.click(panel.pay.charge)
    stage.wait(lambda: stage.front.register.panel.last_sale or None)


@scene("sell/sold", after="receipts/of the day")
def sold(stage: Stage) -> None:
    """What was sold last, and the change."""
    stage.click(_sell(stage).segments[0])
    _sold(stage, *range(5))


@scene("receipts/of the day", after="receipts/none")
def receipts(stage: Stage) -> None:
    """The day's list."""
    _sold(stage, 0, 1)
    screen = _sell(stage)
    stage.click(screen.segments[1])
    stage.click(screen.receipts.later)


@scene("receipts/none")
def no_receipts(stage: Stage) -> None:
    """A day without sales."""
    screen = _sell(stage)
    stage.click(screen.segments[1])
    stage.click(screen.receipts.earlier)


def _document(stage: Stage) -> TakingBack:
    screen = _sell(stage)
    return stage.wait(lambda: screen.receipts.document)


@scene("receipts/one", after="sell/sold")
def one_receipt(stage: Stage) -> None:
    """One document."""
    _sell(stage).show_receipt(first_sale(stage))
    _document(stage)


@scene("refund/reason missing", after="receipts/one")
def no_reason(stage: Stage) -> None:
    """Two lines are ticked, and nobody said why."""
    document = _document(stage)
    for row in document.rows[:2]:
        stage.click(row.tick)
    stage.wait(document.refund.isEnabled)
    stage.click(document.refund)


@scene("refund/done", after="refund/reason missing")
def refunded(stage: Stage) -> None:
    """A line was given back."""
    document = _document(stage)
    stage.click(document.quick[1])
    stage.wait(document.refund.isEnabled)
    stage.click(document.refund)


def _till(stage: Stage) -> TillScreen:
    screen = stage.front.go("till")
    assert isinstance(screen, TillScreen)
    stage.settle()
    return screen


@scene("till/open")
def till_open(stage: Stage) -> None:
    """The day so far."""
    _till(stage)


@scene("till/never opened", after="sell/nothing to sell")
def never_opened(stage: Stage) -> None:
    """The first float."""
    _till(stage)


@scene("till/cash in", after="till/open")
def cash_in(stage: Stage) -> None:
    """How much, and why."""
    stage.click(_till(stage).pay_in)


@scene("till/cash out wrong", after="till/cash in")
def cash_out_wrong(stage: Stage) -> None:
    """Nothing was filled in."""
    stage.click(_till(stage).pay_out)
    stage.key("Return")


@scene("till/counting", after="till/cash out wrong")
def counting(stage: Stage) -> None:
    """Piece by piece."""
    stage.click(_till(stage).close_button)


@scene("till/closed", after="till/counting")
def closed(stage: Stage) -> None:
    """Counted with a difference, and closed."""
    stage.press(N_("Close the till"))


@scene("till/without rights", after="settings/without rights")
def without_rights(stage: Stage) -> None:
    """Somebody who may not see what the drawer holds."""
    _till(stage)
