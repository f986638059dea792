"""The screen on the wall: read from the other end of the room, without a hand."""


def the_wall_does_not_scroll(walk):
    browser = walk.browser
    browser.size(1920, 1080)
    for language in ["zh", "en"]:
        browser.open(f"{walk.address}/?wall&lang={language}")
        told = browser.do("""const root = document.scrollingElement;
          const out = [...document.querySelectorAll("[data-grid], [data-figure], .legend li, #clock")].filter((element) => {
            const box = element.getBoundingClientRect();
            return element.checkVisibility() && (box.bottom > innerHeight + 1 || box.right > innerWidth + 1); });
          return {wide: root.scrollWidth - innerWidth, high: root.scrollHeight - innerHeight,
            out: out.slice(0, 3).map((element) => element.outerHTML.slice(0, 120))};""")
        if told["wide"] > 0 or told["high"] > 0:
            walk.fail("/?wall", language, f"{told['wide']} px too wide, {told['high']} px too high")
        if told["out"]:
            walk.fail("/?wall", language, f"below or beside the screen: {told['out']}")


def the_wall_is_read_from_far_away(walk):
    browser = walk.browser
    browser.size(1920, 1080)
    for language in ["zh", "en"]:
        browser.open(f"{walk.address}/?wall&lang={language}")
        small = browser.do("""const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const small = new Set();
          while (walker.nextNode()) { const parent = walker.currentNode.parentElement;
            const size = parseFloat(getComputedStyle(parent).fontSize);
            const box = parent.getBoundingClientRect();
            if (walker.currentNode.data.trim() && parent.checkVisibility() && box.width > 2 && size < 24)
              small.add(`${size} px: <${parent.localName} class="${parent.className}"> ${walker.currentNode.data.trim().slice(0, 20)}`); }
          return [...small].slice(0, 5);""")
        if small:
            walk.fail("/?wall", language, f"{small}")


def no_text_on_the_wall_is_cut(walk):
    browser = walk.browser
    browser.size(1920, 1080)
    for language in ["zh", "en"]:
        browser.open(f"{walk.address}/?wall&lang={language}")
        cut = browser.do("""return [...document.querySelectorAll(".cell, .figures > div, .community > a, .legend li, .who, .town")]
          .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
          .slice(0, 3).map((element) => `${element.clientWidth} px for ${element.scrollWidth} px: ${element.outerHTML.slice(0, 120)}`);""")
        if cut:
            walk.fail("/?wall", language, f"{cut}")


def the_wall_has_a_clock_that_goes(walk):
    browser = walk.browser
    browser.open(f"{walk.address}/?wall")
    first = browser.do("return document.getElementById('clock')?.textContent")
    if not first or not browser.wait(3, "return document.getElementById('clock').textContent !== arguments[0]", first):
        walk.fail("/?wall", "zh", f"the clock says {first}")
    browser.size(1280, 900)


CHECKS = [the_wall_does_not_scroll, the_wall_is_read_from_far_away, no_text_on_the_wall_is_cut, the_wall_has_a_clock_that_goes]
