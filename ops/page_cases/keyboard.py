"""A clerk without a mouse: Tab, Shift+Tab, Space, arrows and Enter."""

from .complaints import need
from .words import pattern, plain

# What has the focus: its name, whether it shows the focus by an outline or a shadow of at least two pixels, and whether it is in the window.
FOCUSED = """() => {
    const e = document.activeElement
    if (!e || e == document.body) return null
    const style = getComputedStyle(e), box = e.getBoundingClientRect()
    const isOutlined = style.outlineStyle != "none" && parseFloat(style.outlineWidth) >= 2
    return {
        name: e.labels?.[0]?.textContent ?? e.getAttribute("aria-label") ?? (e.textContent || e.value || ""), number: e.dataset.seen,
        isShown: isOutlined || style.boxShadow != "none", isInView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth}
}"""


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
            focused = self.tab()
            if not focused:
                continue
            passed.append(focused["name"])
            if any(pattern(name, is_whole=False).search(focused["name"]) for name in names):
                return self.clerk.page.locator(":focus")
        need(False, f"{self.clerk.here}: {self.bound} times Tab do not reach « {names[0]} », but: {', '.join(passed[:60])}")

    def tab(self):
        """Presses Tab. Returns what has the focus then, and complains unless that is to be seen; None at the end of the page."""
        self.press("Tab")
        focused = self.clerk.page.evaluate(FOCUSED)
        if focused:
            focused["name"] = plain(focused["name"])
            for holds, words in ((focused["isShown"], "is not to be seen"), (focused["isInView"], "is outside the window")):
                self.complaints.expect(holds, f"{self.clerk.here}: the focus on « {focused['name'][:40]} » {words}")
        return focused

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
