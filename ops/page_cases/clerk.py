"""A clerk at the desk: finds everything by the words and roles that are to be seen and heard, and counts what it costs."""

import contextlib

from playwright.sync_api import TimeoutError as Waited

from .complaints import Failed, need
from .words import pattern, plain

# Milliseconds in which a link or a form has to lead somewhere, on a machine that has much else to do.
PATIENCE = 60_000
# What a label can lead to.
FIELDS = "input, select, textarea, fieldset, [role=group], [role=radiogroup]"
# Keys that move or send count as characters do.
LINKS_AND_BUTTONS = ("link", "button")


class Clerk:
    """Works on one page of a browser.

    `keys` counts characters, Tab, Enter, Space and arrows; `actions` counts forms that were sent and links that were followed; `pages` counts the pages
    that came of it.
    """

    def __init__(self, page):
        self.page = page
        self.keys = self.actions = self.pages = 0
        self.response = None
        page.on("response", self.note)

    def note(self, response):
        if response.request.is_navigation_request() and response.frame == self.page.main_frame and not 300 <= response.status < 400:
            self.response, self.pages = response, self.pages + 1

    @property
    def status(self):
        """The status of the page."""
        return self.response and self.response.status

    @property
    def source(self):
        """The HTML of the page as it was sent."""
        return self.response.text()

    # Seeing

    @property
    def here(self):
        """Where the clerk is, for messages."""
        return f"on « {plain(self.page.title())} » ({self.page.url})"

    @property
    def text(self):
        """What the page says, with plain spaces."""
        return plain(self.page.locator("body").inner_text())

    def sees(self, words):
        """Whether the page says something."""
        return pattern(words, is_whole=False).search(self.text) is not None

    def must_see(self, words, why=""):
        need(self.sees(words), lambda: f"{self.here}: « {words} » is not to be read{why and ': '}{why}; it says: {self.text[:1500]}")

    def named(self, role, name, within=None, is_whole=True):
        """Visible elements of a role with a name."""
        return (within or self.page).get_by_role(role, name=pattern(name, is_whole) if name else None).filter(visible=True).all()

    def one(self, role, name, within=None):
        """The element of a role with this name, or the only one whose name holds it."""
        found = self.named(role, name, within) or self.named(role, name, within, is_whole=False)
        need(found, lambda: f"{self.here}: no {role} « {name} »; there are: {self.names(role, within)}")
        return found[0]

    def names(self, role, within=None):
        """The names of all visible elements of a role, for messages."""
        texts = [plain(element.inner_text() or element.get_attribute("aria-label") or "") for element in self.named(role, None, within)]
        return ", ".join(f"« {text} »" for text in texts[:80]) or "none"

    def part(self, heading):
        """The part of the page below a heading: the region of that name."""
        return self.one("region", heading)

    # Acting

    def opens(self, path):
        """Begins at an address, as by a bookmark. It counts as nothing."""
        self.page.goto(path)
        self.pages = 0
        return self

    @contextlib.contextmanager
    def moves(self, what):
        """Waits for the page to which something leads that is done meanwhile."""
        here = self.page.url
        try:
            with self.page.expect_navigation(timeout=PATIENCE):
                yield
        except Waited:
            raise Failed(f"on {here}: {what} leads nowhere") from None

    def follows(self, name, within=None, counts=True):
        """Follows a link, or presses a button that leads on."""
        found = [element for is_whole in (True, False) for role in LINKS_AND_BUTTONS for element in self.named(role, name, within, is_whole)]
        need(found, lambda: f"{self.here}: neither link nor button « {name} »; links: {self.names('link', within)}; buttons: {self.names('button', within)}")
        with self.moves(f"« {name} »"):
            found[0].click()
        self.actions += counts
        return self

    def presses(self, name, within=None):
        """Presses a button that leads on."""
        button = self.one("button", name, within)
        with self.moves(f"« {name} »"):
            button.click()
        self.actions += 1
        return self

    def finds(self, text):
        """Types into the search, which every page has in one place, and sends it."""
        self.types("searchbox", text)
        with self.moves("the search"):
            self.page.keyboard.press("Enter")
        self.keys += 1
        self.actions += 1
        return self

    def types(self, role, text, name=None):
        field = self.named(role, name)
        need(field, lambda: f"{self.here}: no {role} {name or ''}")
        field[0].fill(text)
        self.keys += len(text)

    def field(self, label, within=None):
        """The visible field with a label, or the group of answers with that legend. A label may go on after its words: *(facultatif)*."""
        within = within or self.page
        for words in (pattern(label), pattern(label, is_whole=False)):
            for found in (within.get_by_label(words), within.get_by_role("group", name=words), within.get_by_role("radiogroup", name=words)):
                fields = found.and_(self.page.locator(FIELDS)).filter(visible=True)
                if fields.count():
                    return fields.first
        labels = [plain(element.inner_text()) for element in within.locator("label, legend").all() if element.is_visible()]
        need(False, lambda: f"{self.here}: no field « {label} »; there are: {', '.join(labels)}")

    def answers(self, label, answer, within=None):
        """Fills in a field: types into a line, chooses in a list, or marks one of several answers."""
        field = self.field(label, within)
        kind = field.evaluate("e => e.localName + ':' + (e.type || '')")
        if kind.startswith("select"):
            options = [plain(option) for option in field.locator("option").all_inner_texts()]
            fitting = [option for option in options if option == answer] or [option for option in options if answer in option]
            need(fitting, lambda: f"{self.here}: « {label} » offers no « {answer} », but: {', '.join(options)}")
            field.select_option(index=options.index(fitting[0]))
            self.keys += 1
        elif kind in ("input:radio", "input:checkbox"):
            field.check()
            self.keys += 1
        elif kind.startswith(("fieldset", "div")):
            marked = [element for words in (pattern(answer), pattern(answer, is_whole=False)) for element in field.get_by_label(words).all()]
            need(marked, lambda: f"{self.here}: « {label} » has no answer « {answer} »: {plain(field.inner_text())}")
            marked[0].check()
            self.keys += 1
        else:
            field.fill(answer)
            self.keys += len(answer) + 1
        return self

    def fills_in(self, answers, within=None):
        """Answers several fields: label to answer."""
        for label, answer in answers.items():
            self.answers(label, answer, within)
        return self

    @property
    def cost(self):
        return self.keys, self.actions, self.pages
