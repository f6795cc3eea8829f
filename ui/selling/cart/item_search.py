"""The field into which everything is scanned or typed: products, services and add-ons become lines of the cart."""

from collections import deque

from bizet_core.base.refusals import Refused
from bizet_core.catalogue.products.queries import (
    FindProducts,
    Product,
    ScannedProduct,
    find_products,
    product_by_barcode,
)
from bizet_core.catalogue.services.queries import ServiceRow, Services, all_services
from bizet_core.describe.formats.money import show
from bizet_core.describe.languages.language import _, isolate
from ui.selling.cart.choice_list import Choice
from ui.selling.cart.offers import Offer, matching, of_product, of_service
from ui.selling.cart.open_cart import Cart
from ui.selling.cart.picker import Picker
from ui.selling.till_context import Counter

MOST = 8


class AddField(Picker):
    """Services are known already and found at once; products are asked for, however many there are."""

    def __init__(self, counter: Counter, cart: Cart) -> None:
        super().__init__(_("Scan, or add a product or service"), "scan-barcode")
        self._counter, self._cart = counter, cart
        self._services: list[Offer] = []
        self._codes: deque[str] = deque()  # scanned and not found yet; answers come in the order of the questions
        counter.desk.watch(self, all_services, Services, self._know_services, lambda _refusal: None)
        self.typed.connect(self._search)
        self.taken.connect(self._add)
        self.entered.connect(self.scanned)

    def scanned(self, code: str) -> None:
        """Add what has this barcode; say so where nothing has."""
        self._codes.append(code)
        asked = ScannedProduct(barcode=code)
        scan = object()  # each scan counts, however fast the next one follows
        self._counter.desk.ask(product_by_barcode, asked, then=self._scan_found, refused=self._scan_refused, asker=scan)

    def _scan_refused(self, refusal: Refused) -> None:
        self._codes.popleft()
        self._counter.say(refusal)

    def _scan_found(self, product: Product | None) -> None:
        code = self._codes.popleft()
        if product is None:
            self._nothing(code)
        else:
            self._add(of_product(product))

    def _search(self, typed: str) -> None:
        asked = FindProducts(typed=typed, limit=MOST)
        self._counter.desk.ask(find_products, asked, then=self._found, refused=self._counter.say)

    def _found(self, products: tuple[Product, ...]) -> None:
        services = matching(self._services, self.field.text())
        offers = services[: MOST // 2] if products else services[:MOST]
        offers += [of_product(product) for product in products][: MOST - len(offers)]
        self.show_choices([choice_of(offer) for offer in offers])

    def _add(self, offer: Offer) -> None:
        self._cart.add(offer.line())
        self.clear()

    def _nothing(self, code: str) -> None:
        self._counter.toast.say(
            _("Nothing is called {typed} or has this barcode. Check it, or add it under Products.").format(typed=code),
            "triangle-alert",
        )

    def _know_services(self, rows: tuple[ServiceRow, ...]) -> None:
        self._services = [offer for row in rows for offer in of_service(row)]


def choice_of(offer: Offer) -> Choice:
    """An offer as a row of the picker."""
    return Choice(offer, offer.name, offer.detail, isolate(show(offer.price)), offer.icon)
