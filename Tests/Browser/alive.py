"""What a page does by itself while somebody looks at it."""

import time

FIGURE = "return Number(document.querySelector('[data-figure=received]').textContent)"
CELL = "return Number(document.querySelector('b[data-figure=open][data-grid=shiwei-05]').textContent)"

PLACE = "return Math.round(document.activeElement.getBoundingClientRect().top)"


def open_live(walk, path):
    """A page whose stream is heard."""
    walk.browser.open(walk.address + path)
    if not walk.browser.wait(5, "return document.getElementById('live')?.hidden === false"):
        walk.fail(path, "zh", "it does not say that it is live")
    time.sleep(0.5)


def a_report_appears_within_two_seconds(walk):
    browser = walk.browser
    open_live(walk, "/")
    received, cell = browser.do(FIGURE), browser.do(CELL)
    browser.do("""window.same = 1; document.querySelector('.cell[data-grid=shijia-01]').focus(); scrollTo(0, 0);""")
    top = browser.do(PLACE)
    walk.town.drop({"matter": "MW-001", "grid": "shiwei-05", "summary": "刚刚报来的井盖"})
    started = time.monotonic()
    if not browser.wait(2, CELL.replace("return ", "return arguments[0] < "), cell):
        late = browser.wait(8, CELL.replace("return ", "return arguments[0] < "), cell)
        walk.fail("/", "zh", f"its grid counts {cell} still after 2 s" + (f", one more after {time.monotonic() - started:.1f} s" if late else ", and after 10 s"))
    if not browser.wait(1, FIGURE.replace("return ", "return arguments[0] < "), received):
        walk.fail("/", "zh", f"received is {received} still")
    if not browser.wait(2, "return !document.getElementById('live-news').hidden || document.getElementById('latest').textContent.includes('井盖')"):
        walk.fail("/", "zh", "the new notice is neither shown nor announced")
    told = browser.do("""return {same: window.same, grid: document.activeElement?.dataset?.grid, scroll: scrollY}""")
    if told != {"same": 1, "grid": "shijia-01", "scroll": 0}:
        walk.fail("/", "zh", f"reloaded, or focus or scroll moved: {told}")
    if browser.do(PLACE) != top:
        walk.fail("/", "zh", f"what has the focus moved on the screen from {top} to {browser.do(PLACE)} px")


def what_was_announced_is_shown_when_asked_for(walk):
    browser = walk.browser
    news = browser.find("#live-news")
    if not news or not news.is_displayed():
        walk.fail("/", "zh", "nothing is announced")
        return
    news.click()
    if not browser.wait(2, "return document.getElementById('latest').textContent.includes('shiwei') || document.querySelector('#latest [data-row]')"):
        walk.fail("/", "zh", "a click shows nothing")
    if news.is_displayed():
        walk.fail("/", "zh", "the announcement stays behind the click")


def the_title_counts_triage(walk):
    browser = walk.browser
    open_live(walk, "/items")
    waiting = browser.do("return Number(/^\\((\\d+)\\)/.exec(document.title)[1])")
    walk.town.drop({"matter": "没有列出的事", "summary": "不知道是谁的事"})
    if not browser.wait(3, "return document.title.startsWith(`(${arguments[0]})`)", waiting + 1):
        walk.fail("/items", "zh", f"the title is {browser.do('return document.title')}, not ({waiting + 1})")
    badge = browser.do("return document.querySelector('[data-figure=triage]').textContent")
    if badge != str(waiting + 1):
        walk.fail("/items", "zh", f"beside the word triage stands {badge}, not {waiting + 1}")


def a_half_filled_form_stays(walk):
    browser = walk.browser
    item = next(item for item in walk.town.items("--grid", "shijia-04"))
    open_live(walk, "/items/" + item["item"])
    filled = browser.do("""const form = document.querySelector("form[data-step=resolve]"); if (!form) return null;
      form.closest("details")?.setAttribute("open", ""); const field = form.querySelector("[name=note]"); field.focus();
      window.filled = field; return field.name;""")
    if not filled:
        walk.fail("/items/ID", "zh", "no form[data-step=resolve] with a note")
        return
    browser.driver.switch_to.active_element.send_keys("写了一半")
    top = browser.do(PLACE)
    walk.town.drop({"type": "note", "item": item["item"], "by": "热线", "note": "又来电话催了"})
    if not browser.wait(4, "return document.body.textContent.includes('又来电话催了') || !document.getElementById('live-news').hidden"):
        walk.fail("/items/ID", "zh", "a note by somebody else is neither shown nor announced within 4 s")
    told = browser.do("""return {same: window.filled.isConnected, text: window.filled.value, focus: document.activeElement === window.filled}""")
    if told != {"same": True, "text": "写了一半", "focus": True}:
        walk.fail("/items/ID", "zh", f"{told}")
    if browser.do(PLACE) != top:
        walk.fail("/items/ID", "zh", f"the field moved on the screen from {top} to {browser.do(PLACE)} px")


def what_is_shown_spares_a_form_that_was_begun(walk):
    browser = walk.browser
    open_live(walk, "/triage")
    browser.do("""document.querySelectorAll("#main details").forEach((each) => each.setAttribute("open", ""));
      window.filled = document.querySelector("form[data-step=assign] input[name=note]"); window.filled.focus();""")
    browser.driver.switch_to.active_element.send_keys("写了一半")
    walk.town.drop({"summary": "又一件不在清单里的", "matter": "无人机扰民"})
    if not browser.wait(4, "return !document.getElementById('live-news').hidden"):
        walk.fail("/triage", "zh", "another case is not announced within 4 s")
        return
    before = browser.do("return document.querySelectorAll('[data-row]').length")
    browser.find("#live-news").click()
    if not browser.wait(2, "return document.querySelectorAll('[data-row]').length > arguments[0]", before):
        walk.fail("/triage", "zh", "a click shows nothing")
    told = browser.do("return {same: window.filled.isConnected, text: window.filled.value}")
    if told != {"same": True, "text": "写了一半"}:
        walk.fail("/triage", "zh", f"{told}")


def a_paused_page_stays(walk):
    browser = walk.browser
    open_live(walk, "/")
    cell = browser.do(CELL)
    browser.find("#live-pause").click()
    walk.town.drop({"matter": "MW-001", "grid": "shiwei-05", "summary": "又一个井盖"})
    if browser.wait(2.5, CELL.replace("return ", "return arguments[0] < "), cell):
        walk.fail("/", "zh", "it was paused and changed")
    browser.find("#live-pause").click()
    if not browser.wait(3, CELL.replace("return ", "return arguments[0] < "), cell):
        walk.fail("/", "zh", "it went on and did not catch up")


def nothing_was_said_on_the_console(walk):
    for message in walk.browser.console():
        walk.fail("live pages", "zh", message[:400])


def a_server_that_went_is_told_across_the_page(walk):
    browser = walk.browser
    open_live(walk, "/")
    walk.server.terminate()
    started = time.monotonic()
    walk.server.wait(10)
    if time.monotonic() - started > 5.5:
        walk.fail("/", "zh", f"serve took {time.monotonic() - started:.1f} s to end")
    lost = "const lost = document.getElementById('live-lost'); return lost && !lost.hidden && lost.textContent"
    told = browser.wait(20 - (time.monotonic() - started), lost)
    if not told:
        walk.fail("/", "zh", "nothing is told 20 s after the server went")
        return
    if not any(letter.isdigit() for letter in told):
        walk.fail("/", "zh", f"it does not say since when: {told}")
    width = browser.do("return document.getElementById('live-lost').getBoundingClientRect().width / innerWidth")
    if width < 0.9:
        walk.fail("/", "zh", f"told across {width:.0%} of the page only")
    for found in browser.axe():
        walk.fail("/ (lost)", "zh", found)
    walk.server, _ = walk.town.start("serve", "--open", "--listen", walk.address.removeprefix("http://"))
    if not browser.wait(20, "return document.getElementById('live-lost').hidden"):
        walk.fail("/", "zh", "the server is back, and the page says still that nothing is heard")


CHECKS = [
    a_report_appears_within_two_seconds, what_was_announced_is_shown_when_asked_for, the_title_counts_triage,
    a_half_filled_form_stays, what_is_shown_spares_a_form_that_was_begun, a_paused_page_stays, nothing_was_said_on_the_console,
    a_server_that_went_is_told_across_the_page,
]
