"""Who may ask for which page: every path of the sources, by every role; and what a form of a page must have."""

import http.cookies, pathlib, re, tempfile

from . import lives
from .complaints import need
from .sandbox import ROLES, Sandbox

SOURCES = pathlib.Path(__file__).resolve().parents[2] / "Sources/BackOffice"
PAGE = re.compile(r"""\.(get|post)\(\s*"(/[^"]*)\"""")
CALL = re.compile(r"""(?<![\w)])\.(get|post)\(""")
RECORDERS, SUPERVISORS, ACTUARIES, READERS, SIGNED_IN = ROLES[:2], ROLES[1:2], ROLES[1:3], ROLES[:3], ROLES
EVENTS = "/v1/contracts/{}/events"

# Who is admitted, by path. A page of the sources that no line tells fails the case: whoever adds one says here who may ask for it.
ADMITTED = {
    ("get", "/"): SIGNED_IN, ("post", "/find"): RECORDERS, ("post", "/language"): SIGNED_IN, ("get", "/verify"): SIGNED_IN,
    ("get", "/sandbox"): SIGNED_IN, ("post", "/sandbox/move"): SIGNED_IN, ("post", "/sandbox/reset"): SIGNED_IN,
    ("get", "/proposals"): RECORDERS, ("post", "/proposals/{proposal}/confirm"): SUPERVISORS, ("post", "/proposals/{proposal}/reject"): SUPERVISORS,
    ("post", "/proposals/{proposal}/withdraw"): RECORDERS, ("get", "/portfolio/flows"): READERS,
    ("get", "/runs"): READERS, ("get", "/runs/preview"): READERS, ("get", "/runs/{run}"): READERS, ("post", "/runs"): SUPERVISORS,
    ("get", "/contracts/{contract}/account"): READERS, ("post", "/contracts/{contract}/account/resume"): RECORDERS,
    ("get", "/employers/{employer}"): READERS, ("get", "/runs/{run}/statements/{employer}"): READERS,
    ("get", "/direct-debit-files/{file}"): SUPERVISORS, ("post", "/direct-debit-files/{file}/hand-over"): SUPERVISORS,
    ("post", "/direct-debit-files/{file}/withdraw"): SUPERVISORS,
    ("get", "/portfolio/what-if"): READERS, ("post", "/portfolio/what-if"): READERS, ("get", "/portfolio/what-if/table"): READERS,
    ("get", "/portfolio/actuary"): ACTUARIES, ("get", "/portfolio/actuary/{figures}"): ACTUARIES,
    ("get", "/contracts/new"): RECORDERS, ("get", "/contracts/{contract}"): READERS, ("get", "/contracts/{contract}/changes"): READERS,
    ("get", "/contracts/{contract}/facts/{version}"): READERS, ("get", "/contracts/{contract}/audit"): READERS, ("get", "/contracts/{contract}/audit/json"): READERS,
    ("get", "/contracts/{contract}/papers"): READERS, ("get", "/contracts/{contract}/papers/{paper}"): READERS, ("get", "/contracts/{contract}/people/{person}"): READERS,
    ("post", "/contracts/{contract}/people/{person}"): RECORDERS, ("get", "/contracts/{contract}/act"): RECORDERS,
    ("get", "/contracts/{contract}/act/{command}"): RECORDERS, ("post", "/contracts/{contract}/act/{command}"): RECORDERS,
    ("post", "/contracts/{contract}/act/{command}/confirm"): RECORDERS,
    ("get", "/work"): READERS, ("post", "/work/duplicates/{duplicate}/dismiss"): RECORDERS, ("post", "/work/bank-lines/{line}/settle"): RECORDERS,
    ("get", "/portfolio"): READERS,
    ("get", "/work/reminders"): RECORDERS, ("get", "/work/reminders/file"): RECORDERS, ("get", "/work/reminders/letters"): RECORDERS,
    ("post", "/work/reminders/sent"): RECORDERS, ("get", "/resume"): RECORDERS, ("post", "/sandbox/lives"): RECORDERS,
}
# What stands for the braces.
SEGMENTS = {"contract": lives.CAMILLE.contract, "version": "2", "paper": "cover", "person": "holder", "command": "resume", "duplicate": "nothing", "proposal": "nothing", "run": "1",
            "file": "R000001F001", "line": "4711-1", "employer": "0750001A", "figures": "run-off"}
# Pages outside the room of the pages: the documentation, which browsers read, and the end of a session.
OTHERS = {("get", "/docs"): SIGNED_IN, ("post", "/sign-out"): SIGNED_IN}
# They end the data or the session: asked for last, or by those who are refused only.
ENDS = ("/sandbox/reset", "/sign-out", "/sandbox/move", "/sandbox/lives")
FORM = {"Content_Type": "application/x-www-form-urlencoded"}
HTML = {"Accept": "text/html"}


def declared():
    """The method and path of every page in the sources. Raises where one is declared in a way that is not read here."""
    found = set()
    for file in sorted(SOURCES.rglob("*.swift")):
        text = re.sub(r"//.*", "", file.read_text())
        pages = PAGE.findall(text)
        need(len(pages) == len(CALL.findall(text)), f"{file.name} declares a page whose path is no literal: the roles of pages cannot be tested")
        found |= set(pages)
    return found


class Ground:
    """A sandbox of its own: some forms empty it, and settings may be others."""

    def __init__(self, desk, **settings):
        self.sandbox = Sandbox(desk.sandbox.executable, pathlib.Path(tempfile.mkdtemp(dir=desk.keep, prefix="roles-")), **settings)
        facts = [fact for fact in lives.FACTS if fact.contract == lives.CAMILLE.contract]
        for fact in sorted(facts, key=lambda fact: fact.at):
            self.sandbox.set_clock(fact.at)
            recorded = self.sandbox.record(*fact[1:])
        self.sandbox.set_clock(lives.NOW)
        self.sandbox.reaches(recorded["position"])

    def __enter__(self):
        return self.sandbox

    def __exit__(self, *_):
        self.sandbox.stop()


def filled(path):
    """A path with something in its braces."""
    return re.sub(r"\{(\w+)\}", lambda match: SEGMENTS.get(match[1], match[0]), path)


def every_page_by_every_role(desk):
    """Every page of the sources by six roles and by nobody: those admitted are answered, others get a page with 403, nobody one with 401."""
    pages = declared()
    for page in sorted(pages - ADMITTED.keys()):
        desk.complaints.add(f"{' '.join(page)} is a page, and {__name__} does not say who may ask for it")
    for page in sorted(ADMITTED.keys() - pages):
        desk.complaints.add(f"{' '.join(page)} is no page of the sources")
    asked = 0
    with Ground(desk) as sandbox:
        for (method, path), admitted in sorted((ADMITTED | OTHERS).items(), key=lambda item: item[0][1] in ENDS):
            if (method, path) not in pages and (method, path) not in OTHERS:
                continue
            for role in (*ROLES, None):
                if role in admitted and path in ENDS:
                    continue
                judge(desk, sandbox, method, path, role, role in admitted)
                asked += 1
        body = sandbox.call("GET", "/", **HTML)
        desk.expect(body[0] == 200, "the sandbox of the roles answers no more")
    desk.figures.append(f"pages × roles: {asked} requests to {len(pages)} pages")


def judge(desk, sandbox, method, path, role, is_admitted):
    token = sandbox.tokens[role] if role else ""
    head = HTML | FORM if method == "post" else HTML
    status, headers, text = sandbox.call(method.upper(), filled(path), "" if method == "post" else None, token, **head)
    what = f"{method.upper()} {path} by {role or 'nobody'}"
    if is_admitted:
        # What a form says leads on: only a request that is none is answered by a page.
        fitting = (200, 303, 404, 409) if method == "get" else (303, 400, 404, 409, 415)
        desk.expect(status in fitting, f"{what}: answered {status}: {words(text)}")
        return
    wanted = 403 if role else 401
    desk.expect(status == wanted, f"{what}: answered {status}, not {wanted}: {words(text)}")
    desk.expect(headers.get_content_type() == "text/html", f"{what}: the refusal is {headers.get_content_type()}, no page")
    # The search box of the frame has an example of its own.
    told = text.replace('placeholder="Durand 14/03/1985"', "")
    for secret in ("Durand", "Camille", "1985", "14/03"):
        desk.expect(secret not in told, f"{what}: the refusal tells « {secret} »")


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))[:300]


def foreign_forms_change_nothing(desk):
    """A form of another site, or without the form token of this session, is refused with 403, and nothing changes."""
    pages = sorted({path for method, path in declared() if method == "post"} | {"/sign-out"})
    with Ground(desk) as sandbox:
        session, token = signed_in(sandbox)
        other_token = signed_in(sandbox)[1]
        own, foreign = {"Sec_Fetch_Site": "same-origin", "Origin": sandbox.url}, "https://autre.example"
        attacks = {
            "without a form token": ({}, own), "with the form token of another session": ({"formToken": other_token}, own),
            "with an empty form token": ({"formToken": ""}, own), "with a form token cut short": ({"formToken": token[:-1]}, own),
            "from another site": ({"formToken": token}, {"Sec_Fetch_Site": "cross-site", "Origin": foreign}),
            "from a neighbour": ({"formToken": token}, {"Sec_Fetch_Site": "same-site", "Origin": foreign}),
            "typed into the address line": ({"formToken": token}, {"Sec_Fetch_Site": "none"}),
            "from another origin": ({"formToken": token}, {"Origin": foreign}), "from the origin null": ({"formToken": token}, {"Origin": "null"}),
            "from nowhere": ({"formToken": token}, {})}
        before = state(sandbox)
        for path in pages:
            for words_of, (fields, head) in attacks.items():
                body = "&".join(f"{name}={value}" for name, value in (fields | PAYLOAD).items())
                status, headers, text = sandbox.call("POST", filled(path), body, "", Cookie=session, **head, **FORM, **HTML)
                what = f"POST {path} {words_of}"
                desk.expect(status == 403, f"{what}: answered {status}: {words(text)}")
                desk.expect(headers.get_content_type() == "text/html", f"{what}: the refusal is {headers.get_content_type()}, no page")
                desk.expect("Set-Cookie" not in headers, f"{what}: it sets a cookie")
            # Nor is a form of another site kept for the next sign-in.
            for head in ({"Sec_Fetch_Site": "cross-site", "Origin": foreign}, {"Origin": foreign}, {}):
                status, headers, _ = sandbox.call("POST", filled(path), "&".join(f"{name}={value}" for name, value in PAYLOAD.items()), "", **head, **FORM, **HTML)
                desk.expect(status == 401 and "Set-Cookie" not in headers, f"POST {path} without a session, {head}: answered {status}, {headers.get('Set-Cookie')}")
            json_body = sandbox.call("POST", filled(path), '{"formToken": "x"}', "", Cookie=session, Content_Type="application/json", **own)
            desk.expect(json_body[0] in (403, 415), f"POST {path} as JSON: answered {json_body[0]}")
        desk.expect(state(sandbox) == before, f"foreign forms changed something: {before} is now {state(sandbox)}")
        status = sandbox.call("POST", "/language", f"formToken={token}&to=en&back=/", "", Cookie=session, **own, **FORM)[0]
        desk.expect(status == 303, f"a form of our own is answered {status}")
        status, _, text = sandbox.call("GET", f"/v1/contracts/{lives.CAMILLE.contract}/events", None, "", Cookie=session)
        desk.expect(status in (401, 403), f"a browser's cookie opens a route: {status}")


# What the attacks would change if they were let in.
PAYLOAD = {"effectiveOn": "2027-08-01", "to": "day", "find": "durand", "familyName": "Change", "/effectiveOn": "01/08/2027", "everywhere": "true"}


def signed_in(sandbox):
    """The cookie of a new session, and the form token of its pages."""
    status, headers, _ = sandbox.call("GET", sandbox.sign_in_link().removeprefix(sandbox.url), token="")
    cookies = [morsel for text in headers.get_all("Set-Cookie") or () for morsel in http.cookies.SimpleCookie(text).values() if morsel.value]
    need(cookies, f"the printed link is answered {status} without a cookie")
    session = "; ".join(f"{morsel.key}={morsel.value}" for morsel in cookies)
    for morsel in cookies:
        need(morsel["httponly"] and morsel["samesite"].lower() == "lax", f"the cookie {morsel.key} is not HttpOnly and Lax: {morsel.OutputString()}")
    found = re.search(r'name="formToken" value="([^"]+)"', sandbox.call("GET", "/", token="", Cookie=session, **HTML)[2])
    need(found, "the start has no form token")
    return session, found[1]


def state(sandbox):
    """All that a form could change."""
    contract = lives.CAMILLE.contract
    return (len(sandbox.events(contract)), sandbox.must("GET", f"/v1/contracts/{contract}/people/holder"),
            re.search("Il est ici.*", sandbox.call("GET", "/", **HTML)[2])[0])


CASES = [every_page_by_every_role, foreign_forms_change_nothing]
