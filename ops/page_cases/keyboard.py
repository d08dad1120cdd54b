"""A clerk without a mouse: Tab, Shift+Tab, Space, arrows and Enter."""

from .complaints import need
from .words import pattern, plain

# What the focus shows: an outline or a shadow of at least two pixels.
FOCUS = """e => {
    const style = getComputedStyle(e), box = e.getBoundingClientRect()
    const isOutlined = style.outlineStyle != "none" && parseFloat(style.outlineWidth) >= 2
    return {isShown: isOutlined || style.boxShadow != "none", isInView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth}
}"""
NAME = """e => (e.labels?.[0]?.textContent ?? e.getAttribute("aria-label") ?? (e.textContent || e.value || "")).trim()"""


class Keyboard:
    """Moves a clerk's focus and complains where it is not to be seen."""

    def __init__(self, clerk, complaints, bound=200):
        self.clerk, self.complaints, self.bound = clerk, complaints, bound

    def press(self, key):
        self.clerk.page.keyboard.press(key)
        self.clerk.keys += 1

    def reach(self, name):
        """Presses Tab until what has the focus is called `name`, or has it in its name."""
        return self.reach_any([name])

    def reach_any(self, names):
        """Presses Tab until what has the focus is called by one of these names."""
        passed = []
        for _ in range(self.bound):
            self.press("Tab")
            focused = self.clerk.page.locator(":focus")
            if not focused.count():
                continue
            found = plain(focused.evaluate(NAME))
            passed.append(found)
            self.seen(focused, found)
            if any(pattern(name).match(found) or pattern(name, is_whole=False).match(found) for name in names):
                return focused
        need(False, f"{self.clerk.here}: {self.bound} times Tab do not reach « {names[0]} », but: {', '.join(passed[:60])}")

    def seen(self, focused, name):
        """Complains unless what has the focus shows it, inside the window."""
        shown = focused.evaluate(FOCUS)
        for holds, words in ((shown["isShown"], "is not to be seen"), (shown["isInView"], "is outside the window")):
            self.complaints.expect(holds, f"{self.clerk.here}: the focus on « {name} » {words}")

    def enter(self, name):
        """Reaches a link or a button, and presses Enter."""
        self.reach(name)
        with self.clerk.moves(f"« {name} »"):
            self.press("Enter")
        self.clerk.actions += 1

    def write(self, name, text):
        """Reaches a line, and types."""
        self.reach(name)
        self.clerk.page.keyboard.type(text)
        self.clerk.keys += len(text)
