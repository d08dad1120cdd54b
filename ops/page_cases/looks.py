"""What every page keeps: accessible at two widths, light and dark; without scripts; valid; in two languages; light on paper."""

import re

from . import lives
from .clerk import Clerk
from .complaints import need
from .places import CONTRACT, LEAD_ON, PAPERS, PAST, places
from .roles import declared
from .words import day, plain

# Words that a page in English does not have, and its frame has in French.
FRENCH = ("Se déconnecter", "À traiter", "Portefeuille", "Trouver", "Le contrat", "Ce qui presse", "Les faits", "Que s'est-il passé")
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def look_case(place):
    """The case of one page."""
    def case(desk):
        with desk.browser.window(scripts=True, signed_in=place.is_signed_in) as page:
            clerk = place.open(Clerk(page))
            desk.measures.shifts(page, place.name)
            desk.measures.keep_html(clerk.source, place.name)
            desk.measures.look(page, place.name, darks=(False,) if place.name == "documentation" else (False, True))
            one_heading(desk, clerk)
            names_in_bdi(desk, clerk)
            headers(desk, clerk, place)
            for width in desk.has_shots and (320, 1280) or ():
                page.set_viewport_size({"width": width, "height": 900})
                page.screenshot(path=desk.keep / f"{place.name.replace(' ', '-')}-{width}.png", full_page=True)

    case.__name__ = f"look_{place.name.replace(' ', '_').replace(',', '').replace('-', '_')}"
    case.__doc__ = f"{place.name}: accessible at 320 and 1280 px, light and dark; contrasts, targets, headers, one heading, no shift."
    return case


def one_heading(desk, clerk):
    count = clerk.page.locator("h1").count()
    desk.expect(count == 1, lambda: f"{clerk.here}: {count} h1")
    levels = clerk.page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(e => [+e.localName[1], e.textContent])")
    for (before, _), (after, text) in zip(levels, levels[1:]):
        desk.expect(after <= before + 1, lambda: f"{clerk.here}: the heading « {plain(text)} » of level {after} follows one of level {before}")


def names_in_bdi(desk, clerk):
    """Names are isolated: one from right to left turns nothing else around."""
    for name in [text for life in lives.HOSTILE_LIVES.values() for text in (life.given,)] + ["Camille Durand"]:
        loose = clerk.page.evaluate("""name => {
            const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
            while (walker.nextNode()) {
                const parent = walker.currentNode.parentElement
                if (walker.currentNode.data.includes(name) && !parent.closest("bdi, svg, pre, code, textarea, option, title")) found.push(parent.outerHTML.slice(0, 150))
            }
            return found
        }""", name)
        for html in loose:
            desk.complaints.add(f"{clerk.here}: the name « {name[:30]} » stands in no bdi: {html}")


def headers(desk, clerk, place):
    """No script can run here, and no page of ours is named to other sites."""
    head = clerk.response.headers
    if place.name == "documentation":
        return
    desk.expect(head.get("content-security-policy") == POLICY, lambda: f"{clerk.here}: its policy is {head.get('content-security-policy')}")
    desk.expect(head.get("referrer-policy") == "same-origin", lambda: f"{clerk.here}: its referrer policy is {head.get('referrer-policy')}")
    desk.expect("no-store" in head.get("cache-control", ""), lambda: f"{clerk.here}: a browser may keep it: {head.get('cache-control')}")
    for mark in ("<script", "<style", " style=", " onclick=", " onload=", "javascript:"):
        desk.expect(mark not in clerk.source, lambda: f"{clerk.here}: its HTML has {mark}")


def every_page_has_a_place(desk):
    """Every page of the sources is among the places, so that it is measured."""
    ways = [place.way.partition("?")[0] for place in places() if isinstance(place.way, str)]
    for method, path in declared():
        pattern = re.sub(r"\{\w+\}", "[^/]+", path)
        if method == "get" and path not in LEAD_ON and not any(re.fullmatch(pattern, way) for way in ways):
            desk.complaints.add(f"{path} is a page, and no place leads there")


def english_everywhere(desk):
    """A press on English turns every page into English, and stays on the page."""
    with desk.browser.window(session=desk.browser.new_session()) as page:
        clerk = Clerk(page).opens(PAST)
        address = page.url
        clerk.follows("English")
        desk.expect(page.url == address, f"English led from {address} to {page.url}")
        for place in places():
            if not place.is_signed_in or not isinstance(place.way, str) or place.name == "documentation":
                continue
            clerk.opens(place.way)
            desk.measures.keep_html(clerk.source, f"{place.name} in English")
            desk.expect(page.locator("html").get_attribute("lang") == "en", lambda: f"{clerk.here}: the page's language is not English")
            for words in FRENCH:
                desk.expect(not clerk.sees(words), lambda: f"{clerk.here}: in English it says « {words} »")
        clerk.opens(PAST).follows("Français")
        desk.expect(page.url == address and page.locator("html").get_attribute("lang") == "fr", lambda: f"{clerk.here}: French does not come back")


def dark_screen_prints_light(desk):
    """The contract's page, printed from a dark screen, is light and complete: sentence, picture, table, facts."""
    with desk.browser.window(scripts=True, dark=True) as page:
        clerk = Clerk(page).opens(CONTRACT)
        sentence = f"Ce {day(lives.TODAY)}, {lives.CAMILLE.full_name} a une couverture provisoire"
        clerk.must_see(sentence)
        count = len(desk.sandbox.events(lives.CAMILLE.contract))
        text = desk.measures.paper(page, "contract", [sentence, "Ce qui presse", "La frise", "Situation", "Couverture", "Droits et échéances", "Les faits", "Portabilité"])
        desk.expect("Que s'est-il passé" not in text, "the printed contract offers to act")
        desk.expect(str(count) in text, "the printed contract lacks its last fact")


def forced_colours_keep_the_picture(desk):
    """With the system's own colours the picture keeps its strokes, its patterns and its signs."""
    with desk.browser.window(scripts=True) as page:
        clerk = Clerk(page).opens(f"{CONTRACT}?window=all")
        for dark in (False, True):
            page.emulate_media(forced_colors="active", color_scheme="dark" if dark else "light")
            desk.measures.contrasts(page, f"contract, forced colours, {'dark' if dark else 'light'}")
            bare = page.evaluate("""() => [...document.querySelectorAll("svg[role=img] rect")].filter(e => {
                const style = getComputedStyle(e)
                return style.stroke == "none" && style.fill == "none" && e.getClientRects().length
            }).map(e => e.outerHTML.slice(0, 120))""")
            desk.expect(not bare, lambda: f"{clerk.here}: with forced colours nothing is drawn of {bare[:3]}")
        if desk.has_shots:
            page.screenshot(path=desk.keep / "forced-colours.png")


def papers_print(desk):
    """Each paper is A4, light from a dark screen, says as of when it is known, and bears a reference; what is provisional says so."""
    with desk.browser.window(scripts=True, dark=True) as page:
        clerk = Clerk(page).opens(f"{CONTRACT}/papers")
        desk.measures.keep_html(clerk.source, "list of papers")
        for paper in PAPERS:
            clerk.opens(f"{CONTRACT}/papers/{paper}")
            need(clerk.status == 200, lambda: f"{clerk.here}: answered {clerk.status}")
            text = desk.measures.paper(
                page, f"paper-{paper}", ["après ce qui était su le 12 juillet 2027", lives.CAMILLE.given, lives.CAMILLE.family, reference(clerk)], is_a4=True)
            desk.expect("Trouver" not in text and "Se déconnecter" not in text, f"paper-{paper}: what is around the paper is printed as well")
        for paper in ("cover", "card", "portability"):
            clerk.opens(f"{CONTRACT}/papers/{paper}").must_see("Provisoire")
        clerk.opens(f"{CONTRACT}/papers/cover?known-at=2026-05-10&on=2026-05-10")
        desk.expect(not clerk.sees("Provisoire :"), lambda: f"{clerk.here}: what is certain is called provisional")
        clerk.must_see("après ce qui était su le 10 mai 2026")


def reference(clerk):
    """The reference that a paper bears."""
    return plain(clerk.part("Référence").locator("code").first.inner_text())


def papers_are_verified(desk):
    """A paper's reference is genuine; a character changed, it is not; after a new fact, it is genuine and no longer up to date."""
    life = lives.VERIFIED
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(f"/contracts/{life.contract}/papers/cover")
        text = reference(clerk)

        def judged(reference):
            clerk.opens("/").follows("Vérifier un papier")
            clerk.fills_in({"Référence du papier": reference}).follows("Vérifier", within=page.locator("main"))
            desk.measures.keep_html(clerk.source, "verified")
            return plain(page.locator("main").inner_text())

        for typed in (text, text.lower(), text.replace("-", " ")):
            desk.expect("Ce papier est authentique" in (said := judged(typed)), lambda: f"{clerk.here}: a paper's own reference, « {typed} », is not genuine: {said}")
        places = [place for place, character in enumerate(text) if character != "-"]
        for place in (places[0], places[len(places) // 2], places[-1]):
            other = "A" if text[place] != "A" else "B"
            said = judged(text[:place] + other + text[place + 1:])
            desk.expect("est authentique" not in said, lambda: f"{clerk.here}: altered at {place}, a reference is genuine: {said}")
        desk.sandbox.record(life.contract, "end-employment", {"lastDay": "2027-07-10", "reason": "resignation"})
        said = judged(text)
        desk.expect("n'est plus à jour" in said, lambda: f"{clerk.here}: a paper whose contract has changed is not called out of date: {said}")
        status, _, html = desk.sandbox.call("GET", f"/verify?reference={text}", token=desk.sandbox.tokens["employer"], Accept="text/html")
        desk.expect(status == 200 and life.contract not in html and life.family not in html, "an employer who checks a paper is told whose it is")


CASES = [look_case(place) for place in places()] + [every_page_has_a_place, english_everywhere, dark_screen_prints_light, forced_colours_keep_the_picture, papers_print, papers_are_verified]
