"""What pages may weigh, and how soon they are there."""

from . import lives
from .clerk import Clerk
from .complaints import need
from .places import CONTRACT

LARGE = f"/contracts/{lives.LARGE.contract}"
PAGE_BYTES, STYLE_BYTES = 100_000, 20_000
# Of processor time, which a busy machine does not lengthen much. A debug build reckons many times slower than the release build, which `ops/bench` measures: this
# bound only finds what grew out of hand.
DEBUG_MILLISECONDS = 500


def two_hundred_facts(desk):
    """200 facts and 8 beneficiaries: less than 100 kB, and the layout does not shift."""
    count = len(desk.sandbox.events(lives.LARGE.contract))
    need(count == 200, f"the large life has {count} facts")
    for path in (LARGE, f"{LARGE}?window=all", f"{LARGE}?known-at=version:100", f"{LARGE}/changes?from=version:100", f"{LARGE}/act", f"{CONTRACT}", "/work", "/portfolio"):
        times, before = 5, desk.sandbox.processor_seconds()
        for _ in range(times):
            status, _, text = desk.sandbox.call("GET", path, Accept="text/html")
            need(status == 200, f"{path} is answered {status}")
        # The kernel counts in hundredths of a second.
        size, mean = len(text.encode()), (desk.sandbox.processor_seconds() - before) * 1000 / times
        desk.figures.append(f"{path.replace(lives.LARGE.contract, '200 facts').replace(lives.CAMILLE.contract, '10 facts')}: {size / 1000:.1f} kB, {mean:.0f} ms of processor time in a debug build")
        desk.expect(size < PAGE_BYTES, f"{path} has {size} bytes, over {PAGE_BYTES}")
        desk.expect(mean < DEBUG_MILLISECONDS, f"{path} takes {mean:.0f} ms of processor time, over {DEBUG_MILLISECONDS}")
    with desk.browser.window(scripts=True) as page:
        Clerk(page).opens(LARGE)
        desk.measures.shifts(page, "200 facts")


def stylesheet(desk):
    """The style has less than 20 kB, and a browser keeps it."""
    with desk.browser.window() as page:
        clerk = Clerk(page).opens("/")
        address = page.locator("link[rel=stylesheet]").get_attribute("href")
        status, head, text = desk.sandbox.call("GET", address, token="")
        desk.expect(status == 200 and "immutable" in head.get("Cache-Control", ""), f"{address} is answered {status}, {head.get('Cache-Control')}")
        desk.expect(len(text.encode()) < STYLE_BYTES, lambda: f"{clerk.here}: the style has {len(text.encode())} bytes, over {STYLE_BYTES}")
        desk.figures.append(f"style: {len(text.encode()) / 1000:.1f} kB")


CASES = [two_hundred_facts, stylesheet]
