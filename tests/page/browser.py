"""A headless Chromium, driven by its DevTools protocol over a pipe: no port, no package but the browser."""

import base64
import fcntl
import itertools
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-pipe",
]


def find():
    """The browser's path, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Browser:
    """One process; pages are opened in it."""

    def __init__(self, patience=120):
        self.patience = patience
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        to_browser, self.output = os.pipe()
        self.input, from_browser = os.pipe()
        # The browser reads 3 and writes 4. High numbers first: one of the pipes may be 3 or 4 already.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (to_browser, from_browser)]
        self.process = subprocess.Popen(
            [find(), *FLAGS, f"--user-data-dir={self.folder.name}", "about:blank"],
            preexec_fn=lambda: (os.dup2(ends[0], 3), os.dup2(ends[1], 4)), pass_fds=(3, 4),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for end in (to_browser, from_browser, *ends):
            os.close(end)
        self.ids = itertools.count(1)
        self.received = b""
        self.events = []

    def close(self):
        try:
            self.send("Browser.close")
            self.process.wait(20)
        except (OSError, subprocess.TimeoutExpired, BrokenPipeError):
            self.process.kill()
            self.process.wait()
        os.close(self.output)
        os.close(self.input)
        self.folder.cleanup()

    def send(self, method, session=None, **parameters):
        number = next(self.ids)
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.output, json.dumps(message).encode() + b"\0")
        return number

    def call(self, method, session=None, **parameters):
        number = self.send(method, session, **parameters)
        end = time.monotonic() + self.patience
        while True:
            message = self.receive(end - time.monotonic())
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self.events.append(message)

    def receive(self, patience):
        while b"\0" not in self.received:
            ready, _, _ = select.select([self.input], [], [], max(0, patience))
            part = os.read(self.input, 1 << 20) if ready else b""
            if not part:
                raise TimeoutError("the browser does not answer")
            self.received += part
        message, _, self.received = self.received.partition(b"\0")
        return json.loads(message)

    def open(self, path, **more):
        return Page(self, path, **more)


class Page:
    """A page that has been loaded, and all that it said and asked for."""

    def __init__(self, browser, path, width=1280, height=900, dark=False):
        self.browser = browser
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.target = target
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.set_dark(dark)
        self.url = f"file://{path}"
        self.call("Page.navigate", url=self.url)
        self.wait_for("document.readyState === 'complete' && window.aiorun !== undefined")

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def evaluate(self, expression):
        """The value of an expression; a function's promise is waited for."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def wait_for(self, condition):
        end = time.monotonic() + self.browser.patience
        while not self.evaluate(f"Boolean({condition})"):
            if time.monotonic() > end:
                raise TimeoutError(f"never happened: {condition}")
            time.sleep(0.02)

    def drawn(self):
        """Two frames later all that was asked for is on the screen."""
        self.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")

    def set_dark(self, dark):
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def mouse(self, kind, x, y, **more):
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def click(self, x, y):
        self.mouse("mousePressed", x, y, button="left", clickCount=1, buttons=1)
        self.mouse("mouseReleased", x, y, button="left", clickCount=1)
        self.drawn()

    def key(self, name):
        text = {"text": name} if len(name) == 1 else {}
        if name == "Enter":
            text = {"text": "\r"}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=name, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=name)
        self.drawn()

    def type(self, text):
        self.call("Input.insertText", text=text)

    def screenshot(self, path):
        picture = self.call("Page.captureScreenshot", format="png")["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(picture))

    def own_events(self, method):
        self.evaluate("1")  # what happened before this has arrived
        return [each["params"] for each in self.browser.events
                if each.get("sessionId") == self.session and each["method"] == method]

    def complaints(self):
        """Exceptions, and what the console or the browser had to say."""
        exceptions = [each["exceptionDetails"] for each in self.own_events("Runtime.exceptionThrown")]
        said = [each for each in self.own_events("Runtime.consoleAPICalled")]
        logged = [each["entry"] for each in self.own_events("Log.entryAdded")]
        return exceptions + said + logged

    def requests(self):
        """What was asked of the network, beside the page itself."""
        urls = [each["request"]["url"] for each in self.own_events("Network.requestWillBeSent")]
        return [url for url in urls if url != self.url and not url.startswith("data:") and url != "about:blank"]

    def close(self):
        self.browser.call("Target.closeTarget", targetId=self.target)
