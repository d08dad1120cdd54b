"""One Chromium for the whole run, and its windows. Each window listens for what should never be said."""

import contextlib, re

from playwright.sync_api import sync_playwright

from .sandbox import Sandbox

CHROMIUM = "/usr/bin/chromium"
# A page of a server without scripts is whole once it is loaded: nothing is waited for after that. The bound only ends a run that hangs.
BOUND = 120_000
# What the browser itself notes of pages whose status is not 200.
STATUS_NOTE = re.compile(r"Failed to load resource: the server responded with a status of \d+")


class Browser:
    """Debian's Chromium. `sandbox` is what its windows visit; `complaints` gets what they hear."""

    def __init__(self, sandbox, complaints):
        self.sandbox, self.complaints = sandbox, complaints
        self.playwright = sync_playwright().start()
        self.chromium = self.playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"], timeout=BOUND)
        self.cookies = None

    def stop(self):
        self.chromium.close()
        self.playwright.stop()

    @contextlib.contextmanager
    def window(self, scripts=False, width=1280, dark=False, signed_in=True, session=None, sandbox=None):
        """A new page in a context of its own.

        - scripts: whether the page may run scripts; only what measures it needs them.
        - session: cookies of another session than the one that most cases share.
        - sandbox: another one than that of most cases; `session` is then of it.
        """
        context = self.chromium.new_context(
            viewport={"width": width, "height": 900}, locale="fr-FR", timezone_id="Europe/Paris", java_script_enabled=scripts, reduced_motion="reduce",
            color_scheme="dark" if dark else "light", base_url=(sandbox or self.sandbox).url)
        context.set_default_timeout(BOUND)
        if session or signed_in:
            context.add_cookies(session or self.session())
        page = context.new_page()
        self.listen(page)
        try:
            yield page
        finally:
            context.close()

    def session(self):
        """The cookies of the session that most cases share."""
        self.cookies = self.cookies or self.new_session()
        return self.cookies

    def new_session(self, sandbox=None):
        """Signs in anew by a printed link, and returns the cookies of that session."""
        context = self.chromium.new_context(java_script_enabled=False)
        context.set_default_timeout(BOUND)
        try:
            context.new_page().goto((sandbox or self.sandbox).sign_in_link())
            return context.cookies()
        finally:
            context.close()

    def listen(self, page):
        """Complains of violations of the content security policy, of scripts, of errors, of dialogs, and of parts of a page that do not load."""
        def told(message):
            if message.type in ("error", "warning") and not STATUS_NOTE.match(message.text):
                self.complaints.add(f"{page.url}: the browser notes: {message.text}")

        def answered(response):
            Sandbox.stood_still |= response.status == 503
            if response.status >= 500:
                self.complaints.add(f"{response.url} is answered {response.status}")
            if response.request.resource_type != "document" and response.status >= 400:
                self.complaints.add(f"{page.url}: {response.url} is answered {response.status}")
            if response.request.resource_type == "script":
                self.complaints.add(f"{page.url} loads a script: {response.url}")

        def asked(dialog):
            self.complaints.add(f"{page.url} opens a dialog: {dialog.message}")
            dialog.dismiss()

        page.on("console", told)
        page.on("pageerror", lambda error: self.complaints.add(f"{page.url}: a script fails: {error}"))
        page.on("response", answered)
        page.on("dialog", asked)
