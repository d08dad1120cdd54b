"""Sessions that end, and what a form of a page needs."""

import re

from . import lives
from .clerk import Clerk
from .commands import CONFIRM, PREVIEW, PREVIEW_HEADING
from .complaints import need
from .places import CONTRACT

LABELS = {"À partir du": "01/08/2027", "Rémunération brute mensuelle": "2 750,25"}


def expired_before_the_preview(desk):
    """The session ends while a form is filled in: after the sign-in the same page is there, with all that was typed."""
    with desk.browser.window() as page:
        clerk = form(desk, page)
        page.context.clear_cookies()
        clerk.follows(PREVIEW)
        sign_in_again(desk, clerk)
        need("/act/declare-pay" in page.url, lambda: f"{clerk.here}: the sign-in does not lead back to the form")
        if clerk.sees(PREVIEW_HEADING):
            clerk.follows("Modifier")
        for label, typed in LABELS.items():
            kept = clerk.field(label).input_value()
            desk.expect(kept == typed, lambda: f"{clerk.here}: after the sign-in « {label} » holds « {kept} », not « {typed} »")
        clerk.follows(PREVIEW)
        clerk.must_see(PREVIEW_HEADING)


def expired_before_the_confirmation(desk):
    """The session ends before the fact is confirmed: nothing is recorded; after the sign-in it is recorded once."""
    before = len(desk.sandbox.events(lives.EXPIRED.contract))
    with desk.browser.window() as page:
        clerk = form(desk, page).follows(PREVIEW)
        clerk.must_see(PREVIEW_HEADING)
        page.context.clear_cookies()
        clerk.follows(CONFIRM)
        need(len(desk.sandbox.events(lives.EXPIRED.contract)) == before, lambda: f"{clerk.here}: recorded without a session")
        sign_in_again(desk, clerk)
        need(len(desk.sandbox.events(lives.EXPIRED.contract)) == before, lambda: f"{clerk.here}: the sign-in alone records a fact")
        desk.measures.keep_html(clerk.source, "what was confirmed is kept")
        if clerk.named("button", "Continuer"):
            clerk.follows("Continuer")
        else:
            clerk.must_see(PREVIEW_HEADING, "the sign-in leads back to no preview")
            clerk.follows(CONFIRM)
        desk.expect(len(desk.sandbox.events(lives.EXPIRED.contract)) == before + 1, lambda: f"{clerk.here}: not recorded after the sign-in: {clerk.text[:600]}")


def form(desk, page):
    """A filled-in form, in a session of its own."""
    page.context.clear_cookies()
    page.context.add_cookies(desk.browser.new_session())
    return Clerk(page).opens(f"/contracts/{lives.EXPIRED.contract}/act/declare-pay").fills_in(LABELS)


def sign_in_again(desk, clerk):
    need(clerk.status == 401, lambda: f"{clerk.here}: without a session a form is answered {clerk.status}")
    desk.measures.keep_html(clerk.source, "session expired")
    for typed in LABELS.values():
        desk.expect(typed.replace(" ", "") not in clerk.page.url, lambda: f"{clerk.here}: « {typed} » stands in the address")
    clerk.opens(desk.sandbox.sign_in_link())


def expired_while_reading(desk):
    """Signed out, a page asks for the sign-in; after it the browser is at that page, its day and its knowledge kept."""
    with desk.browser.window(signed_in=False) as page:
        clerk = Clerk(page).opens(f"{CONTRACT}?on=2026-09-10&known-at=version:5")
        need(clerk.status == 401, lambda: f"{clerk.here}: answered {clerk.status}")
        desk.expect("Bearer" not in clerk.text, lambda: f"{clerk.here}: a page for people asks for a bearer token: {clerk.text[:300]}")
        desk.expect("Durand" not in clerk.source, lambda: f"{clerk.here}: a name is told without a session")
        clerk.opens(desk.sandbox.sign_in_link())
        desk.expect("on=2026-09-10" in page.url and "known-at=version" in page.url, lambda: f"{clerk.here}: the sign-in does not lead back to the page")
        clerk.must_see("Camille Durand")


def signing_out(desk):
    """Signed out by the button, the browser sees nothing any more, and back shows nothing either."""
    with desk.browser.window(session=desk.browser.new_session()) as page:
        clerk = Clerk(page).opens(CONTRACT)
        clerk.must_see("Camille Durand")
        clerk.follows("Se déconnecter")
        desk.expect(clerk.sees("La session a pris fin") and "Durand" not in clerk.text, lambda: f"{clerk.here}: after the sign-out it says: {clerk.text[:300]}")
        desk.measures.keep_html(clerk.source, "signed out")
        page.go_back()
        desk.expect("Durand" not in clerk.text, lambda: f"{clerk.here}: back after the sign-out shows the contract")
        desk.expect(clerk.opens(CONTRACT).status == 401, lambda: f"{clerk.here}: signed out, it is answered {clerk.status}")


def english_after_a_form_that_fails(desk):
    """A form about what is not there is answered by a page of 404; its choice of a language leads to a page, not to the path of the form."""
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(f"/contracts/{lives.EXPIRED.contract}/act/declare-pay")
        page.evaluate("""path => {
            const form = document.querySelector("main form");
            form.action = path;
            form.querySelector("input:not([type=hidden])").name = "reason";
        }""", f"/work/duplicates/{lives.contract('nobody')}/dismiss")
        clerk.fills_in({"À partir du": "deux cousins"}).follows(PREVIEW)
        need(clerk.status == 404, lambda: f"{clerk.here}: a pair that is not there is answered {clerk.status}: {clerk.text[:300]}")
        clerk.follows("English")
        desk.expect(clerk.status == 200 and page.url.endswith("/work"), lambda: f"{clerk.here}: English is answered {clerk.status}")
        desk.expect("Possibly the same person" in clerk.text or "Everything" in clerk.text, lambda: f"{clerk.here}: the page is not in English: {clerk.text[:300]}")
        clerk.follows("Français")


def spent_link(desk):
    """A printed link opens once; a second time the page says so, in words."""
    link = desk.sandbox.sign_in_link()
    with desk.browser.window(signed_in=False) as page:
        clerk = Clerk(page).opens(link)
        need(clerk.status == 200, lambda: f"{clerk.here}: answered {clerk.status}")
        page.context.clear_cookies()
        clerk.opens(link)
        desk.expect(clerk.status in (401, 403, 410), lambda: f"{clerk.here}: a spent link is answered {clerk.status}")
        desk.expect(re.search("lien|link", clerk.text), lambda: f"{clerk.here}: it does not say that the link is spent: {clerk.text[:300]}")
        desk.measures.keep_html(clerk.source, "spent link")


CASES = [expired_before_the_preview, expired_before_the_confirmation, expired_while_reading, signing_out, english_after_a_form_that_fails, spent_link]
