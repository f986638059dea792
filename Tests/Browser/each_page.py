"""What holds on every page, in both languages."""

import re
import time
from urllib.parse import urljoin, urlsplit

from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys

import town as towns

LANGUAGES = ["zh", "en"]


def pages(town):
    """Every page of the contract, with one case of every kind."""
    items = town.items("--limit", "200")
    by_id = {(item["source"], item["id"]): item["item"] for item in items}
    hostile = next(key for (_, id), key in by_id.items() if id == "desk-4-0")
    return {
        "/": "/", "/?colour=risk": "/?colour=risk", "/?colour=load": "/?colour=load", "/me": "/me",
        "/communities/ID": "/communities/heshuikou", "/grids/ID": "/grids/heshuikou-01",
        "/posts/ADDRESS": "/posts/heshuikou/heshuikou-01/patrol", "/posts/triage": "/posts/triage", "/items": "/items?limit=40",
        "/items/ID (open)": f"/items/{hostile}", "/items/ID (closed)": f"/items/{by_id['desk', 'walked']}",
        "/items/ID (suspended)": f"/items/{by_id['desk', 'put-off']}",
        "/items/ID?print": f"/items/{by_id['desk', 'walked']}?print", "/triage": "/triage", "/new": "/new",
        "/subjects": "/subjects", "/visits": "/visits", "/rounds": "/rounds", "/reports": "/reports", "/rules": "/rules",
        "/ledger": "/ledger", "a page that is not there": "/items/nosuchitem",
    }


# A page whose layout another one shares is walked by Tab only once, in one language: the controls are the same in both.
WALKED_ONCE = {"/?colour=risk", "/?colour=load", "/items/ID (closed)", "/items/ID (suspended)", "/items/ID?print"}


class Visit:
    """One page in one language, loaded."""

    def __init__(self, walk, page, path, language):
        self.walk, self.page, self.language = walk, page, language
        self.browser = walk.browser
        self.address = walk.address + path + ("&" if "?" in path else "?") + "lang=" + language

    def fail(self, what):
        self.walk.fail(self.page, self.language, what)


def nothing_is_said_on_the_console(walk, visit):
    expected = visit.page == "a page that is not there"
    for message in visit.browser.console():
        if not (expected and "status of 404" in message):
            visit.fail(message[:400])


def the_page_tells_its_language_and_name(walk, visit):
    told = visit.browser.do("""return {lang: document.documentElement.lang, title: document.title,
      heads: [...document.querySelectorAll("h1")].map((head) => head.textContent), mains: document.querySelectorAll("main").length}""")
    if not told["lang"].startswith(visit.language):
        visit.fail(f"lang is {told['lang']}")
    # How many wait is nothing for strangers.
    if not re.match(r"\S" if visit.page == "/login" else r"\(\d+\) \S", told["title"]):
        visit.fail(f"the title is {told['title']!r}")
    if len(told["heads"]) != 1 or told["mains"] != 1:
        visit.fail(f"h1: {told['heads']}, main: {told['mains']}")


def axe_finds_nothing_in_the_light(walk, visit):
    for found in visit.browser.axe():
        visit.fail(found)


def axe_finds_nothing_in_the_dark(walk, visit):
    """Only colours differ in the dark, so only their rules are asked again."""
    visit.browser.look("dark")
    for found in visit.browser.axe(rules=["color-contrast", "link-in-text-block"]):
        visit.fail(found)
    visit.browser.look("light")


def nothing_from_outside_acts(walk, visit):
    told = visit.browser.do("""const texts = [];
      const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) texts.push(walker.currentNode.data);
      for (const element of document.querySelectorAll("*")) for (const {value} of element.attributes) texts.push(value);
      const acting = /[\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F\\u061C\\u200B\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069]/;
      return {stolen: window.stolen, acting: texts.filter((text) => acting.test(text)).slice(0, 3).map((text) => JSON.stringify(text).slice(0, 150)),
        away: [...document.querySelectorAll("a[href], form[action], img, iframe")].map((element) => element.href || element.action || element.src)
          .filter((to) => to && !to.startsWith(location.origin + "/")).slice(0, 3),
        inline: [...document.querySelectorAll("script:not([src]), style, [style], [onclick], [onload], [onerror], [onmouseover]")].map((element) => element.outerHTML.slice(0, 150)).slice(0, 3)};""")
    for what in ["stolen", "acting", "away", "inline"]:
        if told[what]:
            visit.fail(f"{what}: {told[what]}")


def lists_cut_long_texts(walk, visit):
    if visit.page.startswith("/items/ID"):
        return
    longest = visit.browser.do("""return Math.max(0, ...[...document.querySelectorAll("bdi")].map((text) => text.textContent.length))""")
    if longest > 2_100:
        visit.fail(f"a text of {longest} characters")


def nothing_scrolls_sideways_at_320(walk, visit):
    visit.browser.size(320, 640)
    told = visit.browser.do("""const root = document.scrollingElement;
      if (root.scrollWidth <= innerWidth) return null;
      const inside = (element) => { for (let up = element.parentElement; up; up = up.parentElement)
        if (getComputedStyle(up).overflowX !== "visible" && up !== root && up !== document.body) return true; };
      const wide = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !inside(element));
      return `${root.scrollWidth} px wide: ` + wide.slice(0, 3).map((element) => `<${element.localName} class="${element.className}" id="${element.id}"> `
        + `${Math.round(element.getBoundingClientRect().right)} px "${element.textContent.trim().slice(0, 30)}"`).join(", ");""")
    if told:
        visit.fail(told)
    visit.browser.size(1280, 900)


def it_prints(walk, visit):
    if visit.language == "en":
        return
    visit.browser.look("dark", media="print")
    told = visit.browser.do("""const shown = (selector) => [...document.querySelectorAll(selector)].some((element) => element.checkVisibility());
      const ink = getComputedStyle(document.body).color.match(/\\d+/g).slice(0, 3).map(Number);
      return {nav: shown(".top nav"), live: shown("#live"), skip: shown(".skip"), buttons: shown("form:not(.keep) button"),
        pale: ink.reduce((sum, part) => sum + part, 0) > 300};""")
    for what in ["nav", "live", "skip", "buttons", "pale"]:
        if told[what]:
            visit.fail(f"on paper there is still: {what}" if what != "pale" else "in the dark the ink on paper is pale")
    visit.browser.look("light")
    paper = visit.browser.pdf()
    sheets = len(re.findall(rb"/Type\s*/Page\b", paper))
    if not paper.startswith(b"%PDF") or not 1 <= sheets <= 40:
        visit.fail(f"{len(paper)} bytes and {sheets} sheets")


def every_control_is_reached_by_tab(walk, visit):
    """The way to the text first; then every control, each with a mark around it that is seen."""
    if visit.language == "en" or visit.page in WALKED_ONCE:
        return
    browser = visit.browser
    browser.do("""document.activeElement?.blur(); scrollTo(0, 0); window.walked = [];
      document.querySelectorAll("main details").forEach((more) => more.open = true);
      document.addEventListener("focusin", ({target}) => { const style = getComputedStyle(target);
        target.setAttribute("data-walked", ""); const box = target.getBoundingClientRect();
        walked.push({skip: target.classList.contains("skip"), html: target.outerHTML.slice(0, 120),
          seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 1 && box.height > 1}); });""")
    controls = """[...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
      .filter((element) => !element.disabled && element.checkVisibility({visibilityProperty: true}) && element.tabIndex >= 0)"""
    count = browser.do(f"return {controls}.length")
    # A field for a day has a stop for each of its parts.
    steps = min(count + 3 + 4 * browser.do("return document.querySelectorAll('input[type^=date], input[type=time]').length"), 500)
    ActionChains(browser.driver, duration=0).send_keys(*[Keys.TAB] * steps).perform()
    walked = browser.do("return walked")
    if not walked or not walked[0]["skip"]:
        visit.fail(f"the first Tab leads to {walked[0]['html'] if walked else 'nothing'}")
    for stop in walked:
        if not stop["seen"]:
            visit.fail(f"the focus is not seen: {stop['html']}")
            break
    groups = """(element) => element.type !== "radio" || !document.querySelector(`input[type=radio][name="${element.name}"][data-walked]`)"""
    missed = browser.do(f"return {controls}.filter((element) => !element.hasAttribute('data-walked')).filter({groups}).map((element) => element.outerHTML.slice(0, 120))")
    if missed and count < 480:
        visit.fail(f"{len(missed)} of {count} controls are not reached: {missed[:3]}")


ON_EVERY_PAGE = [
    nothing_is_said_on_the_console, the_page_tells_its_language_and_name, nothing_from_outside_acts, lists_cut_long_texts,
    axe_finds_nothing_in_the_light, axe_finds_nothing_in_the_dark, nothing_scrolls_sideways_at_320, it_prints,
    every_control_is_reached_by_tab,
]


def every_page_is_there(walk, known):
    for page, path in known.items():
        status, _ = towns.ask(walk.address + path)
        if status != (404 if page == "a page that is not there" else 200):
            walk.fail(page, "", f"{path}: {status}")


def every_link_leads_somewhere(walk, links):
    for link, page in sorted(links.items()):
        status, _ = towns.ask(link)
        if status >= 400:
            walk.fail(page, "", f"{urlsplit(link).path}: {status}")


def visit(walk, page, path, language, links):
    here = Visit(walk, page, path, language)
    walk.browser.open(here.address)
    for link in walk.browser.do("return [...document.querySelectorAll('a[href]')].map((link) => link.href)"):
        # One of a kind is enough.
        kind = re.sub(r"/(items|grids|communities|posts)/.+", r"/\1/", urlsplit(link).path)
        if link.startswith(walk.address) and kind not in links:
            links[kind] = (urljoin(link, urlsplit(link)._replace(fragment="").geturl()), page)
    for check in ON_EVERY_PAGE:
        walk.run(check, here)


def walk(walk):
    """Every page, in both languages, and whatever the pages link to."""
    started = time.monotonic()
    links = {}
    walk.browser.look("light")
    walk.browser.size(1280, 900)
    known = pages(walk.town)
    walk.run(every_page_is_there, known)
    for page, path in known.items():
        for language in LANGUAGES:
            visit(walk, page, path, language, links)
    walk.run(every_link_leads_somewhere, dict(links.values()))
    print(f"every page: {len(known)} pages in {len(LANGUAGES)} languages, {time.monotonic() - started:.1f} s", flush=True)
