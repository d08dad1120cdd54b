"""Names that hurt pages: markup, joined quotes, 200 characters, right-to-left, joined emojis."""

from . import lives
from .clerk import Clerk
from .commands import PREVIEW, PREVIEW_HEADING
from .complaints import need
from .words import plain

# Whether a page has anything that a name could have made: an element or an attribute that no page of ours has.
MADE = """() => [...document.querySelectorAll("script, [onmouseover], [onerror], [onclick], img, iframe, object, style")].map(e => e.outerHTML.slice(0, 150))"""


def hostile_case(kind, life):
    name = lives.HOSTILE[kind]

    def case(desk):
        with desk.browser.window(scripts=True) as page:
            clerk = Clerk(page).opens("/").finds(f"{life.family} {life.born[8:]}/{life.born[5:7]}/{life.born[:4]}")
            need("/contracts/" in page.url or clerk.sees(name[:20]), lambda: f"{clerk.here}: the search does not find {life.family}: {clerk.text[:400]}")
            for path in ("", "/changes", "/act", "/audit", "/people/holder", "/facts/1", "/papers/cover", "/papers/card", "/act/remove-beneficiary"):
                clerk.opens(f"/contracts/{life.contract}{path}")
                if not desk.expect(clerk.status == 200, lambda: f"{clerk.here}: answered {clerk.status}"):
                    continue
                desk.measures.keep_html(clerk.source, f"{kind}{path.replace('/', ' ')}")
                for made in page.evaluate(MADE):
                    desk.complaints.add(f"{clerk.here}: a name has become markup: {made}")
                if path in ("", "/people/holder", "/papers/cover"):
                    shown = page.evaluate("document.body.textContent + [...document.querySelectorAll('input')].map(e => e.value).join(' ')")
                    desk.expect(plain(name) in plain(shown), lambda: f"{clerk.here}: the name is not shown as it is: {plain(shown)[:300]}")
                if path == "":
                    title(desk, clerk, name)
                    for width in (1280, 320):
                        page.set_viewport_size({"width": width, "height": 900})
                        desk.complaints.expect(page.evaluate("document.documentElement.scrollWidth <= innerWidth"), lambda: f"{clerk.here}: it scrolls sideways at {width} px")
                        page.screenshot(path=desk.keep / f"hostile-{kind.replace(' ', '-')}-{width}.png", full_page=True)
                    page.set_viewport_size({"width": 1280, "height": 900})
            entered(desk, clerk, life, name)

    case.__name__ = f"hostile_{kind.replace(' ', '_')}"
    case.__doc__ = f"A name that is hostile ({kind}) is shown as it is on every page, and makes nothing."
    return case


def title(desk, clerk, name):
    """The title of the window is one line of text, whatever the name."""
    text = clerk.page.title()
    desk.expect("<" not in name or "<script>" not in clerk.source.lower().split("</title>")[0].split("<title>")[-1], lambda: f"{clerk.here}: the title holds markup")
    desk.expect(text.endswith("Maintien"), lambda: f"{clerk.here}: the title « {text[:100]} » does not end with the service's name")


def entered(desk, clerk, life, name):
    """What is typed comes back as it was, in a preview and after a refusal."""
    clerk.opens(f"/contracts/{life.contract}/act/add-beneficiary")
    answers = {"Premier jour de couverture": "01/08/2027", "Lien avec l'agent": "Enfant", "Date de naissance": "02/02/2019", "À charge fiscale ?": "Oui"}
    clerk.fills_in(answers)
    for label in ("Nom d'usage", "Prénoms"):
        clerk.field(label).fill(name)
    clerk.follows(PREVIEW)
    for made in clerk.page.evaluate(MADE):
        desk.complaints.add(f"{clerk.here}: what was typed has become markup: {made}")
    desk.measures.keep_html(clerk.source, "hostile preview")
    if desk.expect(clerk.sees(PREVIEW_HEADING), lambda: f"{clerk.here}: the name is not previewed: {clerk.text[:500]}"):
        clerk.follows("Modifier")
    kept = clerk.field("Prénoms").input_value()
    desk.expect(kept == name, lambda: f"{clerk.here}: « {name[:40]} » was typed, and « {kept[:40]} » is in the field")


CASES = [hostile_case(kind, life) for kind, life in lives.HOSTILE_LIVES.items()]
