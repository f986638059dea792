"""One browser, and what every check asks it."""

import base64
import os
import time

from selenium import webdriver
from selenium.common.exceptions import JavascriptException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

AXE = open(os.environ["AXE"], encoding="utf-8").read()


class Browser:
    """Chromium without a window."""

    def __init__(self, scripts=True):
        options = webdriver.ChromeOptions()
        for word in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                     "--disable-background-networking", "--disable-component-update", "--no-first-run",
                     "--force-color-profile=srgb", "--accept-lang=zh-CN", "--window-size=1280,900"]:
            options.add_argument(word)
        prefs = {"intl.accept_languages": "zh-CN,zh"}
        if not scripts:
            prefs["profile.managed_default_content_settings.javascript"] = 2
        options.add_experimental_option("prefs", prefs)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        options.binary_location = "/usr/bin/chromium"
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.set_page_load_timeout(30)
        self.driver.set_script_timeout(60)

    def end(self):
        self.driver.quit()

    def open(self, address):
        self.driver.get(address)

    def do(self, script, *values):
        return self.driver.execute_script(script, *values)

    def cdp(self, command, **values):
        return self.driver.execute_cdp_cmd(command, values)

    def size(self, width, height):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def look(self, scheme="light", media=""):
        """Light or dark, on a screen or on paper."""
        self.cdp("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def console(self):
        """What the browser complained of since the last question."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]

    def axe(self, tags=("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"), rules=None):
        """What axe finds: a rule, why, and the first places."""
        if not self.do("return typeof axe === 'object'"):
            self.do(AXE)
        only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": list(tags)}
        found = self.driver.execute_async_script(
            """const [only, done] = arguments;
            axe.run(document, {runOnly: only, resultTypes: ["violations"]}).then(
              (result) => done(result.violations), (fault) => done([{id: "axe", help: String(fault), nodes: []}]));""", only)
        return [
            f"{rule['id']}: {rule['help']}: " + " | ".join(
                f"{' '.join(map(str, node['target']))} {' '.join((node.get('failureSummary') or '').split())[:200]}"
                for node in rule["nodes"][:3]) + (f" (and {len(rule['nodes']) - 3} more)" if len(rule["nodes"]) > 3 else "")
            for rule in found]

    def pdf(self):
        return base64.b64decode(self.cdp("Page.printToPDF", printBackground=False)["data"])

    def picture(self, path):
        shot = self.cdp("Page.captureScreenshot", format="png", optimizeForSpeed=False)
        with open(path, "wb") as file:
            file.write(base64.b64decode(shot["data"]))

    def wait(self, seconds, question, *values):
        """Whether the question, a script, is true within so many seconds; what it told last."""
        until = time.monotonic() + seconds
        while True:
            try:
                told = self.do(question, *values)
            except (JavascriptException, WebDriverException):
                told = None
            if told or time.monotonic() > until:
                return told
            time.sleep(0.05)

    def find(self, selector):
        found = self.driver.find_elements(By.CSS_SELECTOR, selector)
        return found[0] if found else None
