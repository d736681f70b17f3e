#!/usr/bin/env python3
"""Tests the hosted page of the embedded backend in a real browser: headless chromium, controlled over WebDriver.

Usage:  hosted_page.py AUTHORIZE_URL PORTS USERNAME PASSWORD DIRECTORY
PORTS are the registered callback ports, for example 8080,8765. PORT in the URL is replaced by the first port that is free.
Prints one line for each check that passes, and exits with 0. The first check that fails is printed and ends the program
with 1.
"""
import contextlib
import http.server
import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

TAB, ENTER = "\ue004", "\ue007"
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
LOCAL = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Callback(http.server.BaseHTTPRequestHandler):
    """Listens in place of hdoc. The browser must arrive with an authorization code."""

    def do_GET(self):
        if self.path.startswith("/callback"):
            self.server.arrived.append(urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query))
        body = b"<title>arrived</title>"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Browser:
    def __init__(self, driver, profile, width, height):
        self.driver = driver
        options = {
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server",
                     "--user-data-dir=" + profile],
            "mobileEmulation": {"deviceMetrics": {"width": width, "height": height, "pixelRatio": 1}},
        }
        capabilities = {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}
        self.session = ""
        self.session = "/session/" + self.call("POST", "/session", {"capabilities": capabilities})["sessionId"]

    def call(self, method, path, body=None):
        data = None if method == "GET" else json.dumps(body or {}).encode()
        request = urllib.request.Request(self.driver + self.session + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            return json.load(LOCAL.open(request, timeout=600))["value"]
        except urllib.error.HTTPError as error:
            raise SystemExit("the driver refused %s %s: %s" % (method, path, error.read().decode()[:500]))

    def open(self, url):
        self.call("POST", "/url", {"url": url})

    def run(self, script):
        return self.call("POST", "/execute/sync", {"script": script, "args": []})

    def type(self, keys):
        """Sends keys as a keyboard does: to the element that has the focus."""
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]})

    def wait(self, what, script):
        deadline = time.monotonic() + 600
        while not self.run("return " + script):
            if time.monotonic() > deadline:
                raise SystemExit("never came: %s, at %s: %s" % (
                    what, self.run("return location.href"), self.run("return document.body && document.body.innerText")))
            time.sleep(0.02)

    def quit(self):
        self.call("DELETE", "")


def check(condition, what):
    if not condition:
        raise SystemExit("does not hold: " + what)
    print(what, flush=True)


FOCUS = "document.activeElement && document.activeElement.id"
FITS = "document.documentElement.scrollWidth <= window.innerWidth"
OUTSIDE = ("[...document.querySelectorAll('main *')].filter(e => { const r = e.getBoundingClientRect();"
           " return r.width > 0 && (r.left < 0 || r.right > window.innerWidth) }).length")


def fits(browser, page):
    check(browser.run("return window.innerWidth") == 320, page + ": the window is 320 pixels wide")
    check(browser.run("return " + FITS) and browser.run("return " + OUTSIDE) == 0, page + ": nothing scrolls sideways or is cut off")


def wrong_password(browser, address, username, password):
    browser.open(address)
    browser.wait("the sign-in page", "document.querySelector('#username') !== null")
    check(browser.run("return " + FOCUS) == "username", "sign-in: the first field has the focus")
    fits(browser, "sign-in")
    browser.type(username + TAB + "wrong-" + password + ENTER)
    browser.wait("the refusal", "document.querySelector('[role=alert]') !== null")
    check(browser.run("return document.querySelector('#username').value") == username, "wrong password: the username stays")
    check(browser.run("return document.querySelector('#password').value") == "", "wrong password: the password does not")
    check("wrong-" not in browser.run("return document.documentElement.outerHTML"), "wrong password: it is not on the page")
    fits(browser, "wrong password")


def sign_in(browser, callback, username, password):
    browser.run("document.querySelector('#username').select()")
    browser.type(username + TAB + password + ENTER)
    browser.wait("the callback", "document.title === 'arrived'")
    reply = callback.arrived.pop()
    check(set(reply) >= {"code", "state"}, "sign-in: by keyboard alone, back with a code and our state")


def sign_up(browser, callback, address):
    browser.open(address)
    browser.wait("the sign-in page", "document.querySelector('#username') !== null")
    # Keyboard only: username, password, button, then the link.
    browser.type(TAB * 3)
    check(browser.run("return document.activeElement.tagName") == "A", "sign-in: the link to sign-up is reached by Tab")
    browser.type(ENTER)
    browser.wait("the sign-up page", "document.querySelector('#email') !== null")
    fits(browser, "sign-up")
    browser.type("newcomer" + TAB + "newcomer@journey.example" + TAB + "a long enough Passw0rd!" + ENTER)
    browser.wait("the callback", "document.title === 'arrived'")
    check("code" in callback.arrived.pop(), "sign-up: by keyboard alone, back with a code")


@contextlib.contextmanager
def running_driver(directory):
    driver = subprocess.Popen(
        ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, "HOME": directory, "TMPDIR": directory})
    try:
        for line in driver.stdout:
            if "on port " in line and "successfully" in line:
                yield "http://127.0.0.1:" + line.rstrip(".\n").rsplit(" ", 1)[1]
                break
        else:
            raise SystemExit("chromedriver did not start")
    finally:
        driver.terminate()
        driver.wait()


def listen(ports):
    for port in ports:
        try:
            server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Callback)
        except OSError:
            continue
        server.arrived = []
        return server
    raise SystemExit("none of the registered ports is free")


def main():
    address, ports, username, password, directory = sys.argv[1:6]
    callback = listen([int(port) for port in ports.split(",")])
    address = address.replace("PORT", str(callback.server_port))
    threading.Thread(target=callback.serve_forever, daemon=True).start()
    with running_driver(directory) as driver:
        for name, steps in (("first", [
            lambda b: wrong_password(b, address, username, password), lambda b: sign_in(b, callback, username, password),
        ]), ("second", [lambda b: sign_up(b, callback, address)])):
            browser = Browser(driver, os.path.join(directory, name), 320, 640)
            try:
                for step in steps:
                    step(browser)
            finally:
                browser.quit()


main()
