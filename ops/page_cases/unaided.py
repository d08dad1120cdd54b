"""A clerk without a mouse, who reaches and does everything by keys. Scripts are off, as for every clerk."""

from . import lives
from .clerk import Clerk
from .commands import CONFIRM, MENU, PREVIEW, PREVIEW_HEADING
from .complaints import need
from .keyboard import Keyboard
from .places import CONTRACT
from .words import plain

FOCUSABLE = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
    .filter(e => e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}) && !e.closest("[aria-hidden=true]")
        && !(e.type == "radio" && !e.checked && document.querySelector(`input[type=radio][name="${CSS.escape(e.name)}"]:checked, input[type=radio][name="${CSS.escape(e.name)}"]`) != e))
    .map((e, i) => { e.setAttribute("data-seen", i); return e.outerHTML.slice(0, 110) })"""


def recorded_by_keys_alone(desk):
    """From the search to the recorded fact by keys alone; the focus is seen at every step."""
    life = lives.KEYBOARD
    before = len(desk.sandbox.events(life.contract))
    with desk.browser.window() as page:
        clerk = Clerk(page).opens("/")
        keys = Keyboard(clerk, desk.complaints)
        need(page.locator(":focus").count() and page.locator(":focus").evaluate("e => e.type") == "search", lambda: f"{clerk.here}: the search has not the focus")
        page.keyboard.type("lambert 23/03/1983")
        clerk.keys += 18
        with clerk.moves("the search"):
            keys.press("Enter")
        keys.enter(MENU)
        keys.enter("Changement d'option")
        keys.write("Premier jour de la nouvelle option", "1er sept. 2027")
        option = keys.reach_any(["Option", "Sans option"])
        if option.evaluate("e => e.localName") == "select":
            page.keyboard.type("Option 2")
        else:
            keys.press("ArrowDown")
            keys.press("ArrowDown")
        keys.enter(PREVIEW)
        clerk.must_see(PREVIEW_HEADING)
        clerk.must_see("Option 2")
        keys.enter(CONFIRM)
        recorded = len(desk.sandbox.events(life.contract))
        need(recorded == before + 1, lambda: f"{clerk.here}: by keys alone nothing is recorded: {clerk.text[:500]}")
        desk.figures.append(f"a change of option by keys alone, from the search on: {clerk.keys} keys")


def skip_link_leads_to_the_content(desk):
    """The first Tab reaches the link that skips to the content, and Enter on it moves the focus there."""
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(CONTRACT)
        keys = Keyboard(clerk, desk.complaints)
        first = keys.reach("Aller au contenu")
        desk.expect(clerk.keys == 1, lambda: f"{clerk.here}: the skip link is reached by {clerk.keys} Tabs")
        desk.expect(first.is_visible(), lambda: f"{clerk.here}: the skip link is not to be seen when it has the focus")
        keys.press("Enter")
        keys.press("Tab")
        focused = page.locator(":focus")
        desk.expect(focused.count() and focused.evaluate("e => !!e.closest('main')"), lambda: f"{clerk.here}: after the skip link Tab is not in the content")


def everything_is_reached(desk):
    """Tab reaches everything that can be pressed or filled in, in the order of the page, and always shows where it is."""
    for path in ("/", CONTRACT, f"{CONTRACT}/act", f"{CONTRACT}/act/add-beneficiary", "/work"):
        with desk.browser.window() as page:
            clerk = Clerk(page).opens(path)
            wanted = page.evaluate(FOCUSABLE)
            keys, reached = Keyboard(clerk, desk.complaints), []
            # The search has the focus at the start: from the end of the page Tab goes on at its beginning.
            for _ in range(len(wanted) + 20):
                focused = keys.tab()
                number = int(focused["number"]) if focused and focused["number"] else None
                if number in reached:
                    break
                if number is not None:
                    reached.append(number)
            missed = [html for number, html in enumerate(wanted) if number not in reached]
            desk.expect(not missed, lambda: f"{clerk.here}: Tab does not reach {missed[:5]}")
            ordered = sorted(reached)
            start = reached[0] if reached else 0
            desk.expect(reached in (ordered, [n for n in ordered if n >= start] + [n for n in ordered if n < start]),
                        lambda: f"{clerk.here}: Tab does not follow the order of the page: {reached}")


def refusal_has_the_focus(desk):
    """After a refusal the next Tab and Enter lead to the field that is wrong."""
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(f"/contracts/{lives.KEYBOARD.contract}/act/declare-pay")
        keys = Keyboard(clerk, desk.complaints)
        keys.write("À partir du", "31/02/2027")
        keys.write("Rémunération brute mensuelle", "2 000")
        keys.enter(PREVIEW)
        keys.press("Tab")
        keys.press("Enter")
        keys.press("Tab")
        focused = page.locator(":focus")
        need(focused.count(), lambda: f"{clerk.here}: nothing has the focus")
        inside = page.evaluate("location.hash")
        desk.expect(inside, lambda: f"{clerk.here}: the first Tab after a refusal reaches no link to a field, but « {plain(focused.inner_text())[:60]} »")


CASES = [recorded_by_keys_alone, skip_link_leads_to_the_content, everything_is_reached, refusal_has_the_focus]
