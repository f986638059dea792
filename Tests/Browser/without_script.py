"""The board without its script: every step is a form, and a form is enough."""

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from browser import Browser


def state_of(walk, item):
    return next(it for it in walk.town.items("--limit", "500") if it["item"] == item)


def told_state(walk, item, wanted, seconds=6):
    """Waits until the ledger tells it."""
    import time

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if wanted(state_of(walk, item)):
            return True
        time.sleep(0.2)
    return False


def step(driver, walk, name, note, press):
    """Fills the form of one step and sends it; with `press` all by keys."""
    form = driver.find_element(By.CSS_SELECTOR, f"form[data-step={name}]")
    summaries = driver.find_elements(By.XPATH, f"//form[@data-step='{name}']/ancestor::details[not(@open)]/summary")
    for summary in summaries:
        if press:
            summary.send_keys(Keys.ENTER)
        else:
            summary.click()
    for field in form.find_elements(By.CSS_SELECTOR, "input:not([type=hidden]):not([type=checkbox]):not([type=radio]), textarea"):
        if field.get_attribute("required") is not None or field.get_attribute("name") in ("note", "by"):
            field.send_keys(note if field.get_attribute("name") != "by" else "张三")
    button = form.find_element(By.CSS_SELECTOR, "button")
    before = driver.find_element(By.TAG_NAME, "html")
    if press:
        button.send_keys(Keys.ENTER)
    else:
        button.click()
    WebDriverWait(driver, 15).until(lambda _: gone(before))


def gone(element):
    try:
        element.is_enabled()
        return False
    except Exception:  # noqa: BLE001: however the driver says that the page is another one
        return True


def a_case_is_accepted_and_resolved(walk):
    """Once by the pointer, once by keys alone."""
    for press, grid in [(False, "heshuikou-03"), (True, "heshuikou-05")]:
        how = "by keys" if press else "by the pointer"
        item = next(item for item in walk.town.items("--grid", grid) if item["state"] == "open")["item"]
        browser = Browser(scripts=False)
        try:
            driver = browser.driver
            driver.get(f"{walk.address}/items/{item}")
            live = driver.find_elements(By.ID, "live")
            if live and live[0].is_displayed():
                walk.fail("/items/ID", "zh", "there is script, or the page says without it that it is live")
            step(driver, walk, "accept", "收到", press)
            if not told_state(walk, item, lambda it: it["accepted"] is not None):
                walk.fail("/items/ID", "zh", f"accepted {how}: the ledger does not know: {driver.current_url} {driver.find_element(By.TAG_NAME, 'body').text[:200]!r}")
                continue
            driver.get(f"{walk.address}/items/{item}")
            step(driver, walk, "resolve", "已处理", press)
            if not told_state(walk, item, lambda it: it["state"] in ("resolved", "closed")):
                walk.fail("/items/ID", "zh", f"resolved {how}: the ledger does not know: {driver.current_url} {driver.find_element(By.TAG_NAME, 'body').text[:200]!r}")
                continue
            if "/items/" not in driver.current_url:
                walk.fail("/items/ID", "zh", f"{how}: after the step one is at {driver.current_url}")
            text = driver.find_element(By.TAG_NAME, "body").text
            if "已处理" not in text:
                walk.fail("/items/ID", "zh", f"{how}: the page after the step does not show it: {text[:200]!r}")
        finally:
            browser.end()


def many_cases_take_one_step_together(walk):
    walk.town.drop(*({"matter": "MW-001", "grid": "shiwei-09", "summary": f"井盖 {n}"} for n in range(2)))
    walk.town.drain()
    browser = Browser(scripts=False)
    try:
        driver = browser.driver
        driver.get(f"{walk.address}/grids/shiwei-09")
        form = driver.find_element(By.CSS_SELECTOR, "form[data-steps]")
        boxes = form.find_elements(By.CSS_SELECTOR, "input[name=item]")
        chosen = [box.get_attribute("value") for box in boxes]
        for box in boxes:
            box.send_keys(Keys.SPACE)
        form.find_element(By.CSS_SELECTOR, "select[name=step] option[value=resolve]").click()
        form.find_element(By.CSS_SELECTOR, "[name=note]").send_keys("一并盖好")
        form.find_element(By.CSS_SELECTOR, "button[type=submit], button:not([type])").send_keys(Keys.ENTER)
        for item in chosen:
            if not told_state(walk, item, lambda it: it["state"] in ("resolved", "closed")):
                walk.fail("/grids/ID", "zh", f"{item} of {len(chosen)} is not resolved: {driver.find_element(By.TAG_NAME, 'body').text[:200]!r}")
        if len(chosen) < 2:
            walk.fail("/grids/ID", "zh", f"there are {len(chosen)} boxes")
    finally:
        browser.end()


def the_other_language_is_one_link_away(walk):
    browser = Browser(scripts=False)
    try:
        driver = browser.driver
        driver.get(walk.address + "/")
        driver.find_element(By.CSS_SELECTOR, ".who a[hreflang=en]").click()
        WebDriverWait(driver, 5).until(lambda _: driver.find_element(By.TAG_NAME, "html").get_attribute("lang").startswith("en"))
        # It stays where one goes on.
        driver.find_element(By.CSS_SELECTOR, "nav a[href='/items'], nav a[href^='/items?']").click()
        WebDriverWait(driver, 5).until(lambda _: "/items" in driver.current_url)
        if not driver.find_element(By.TAG_NAME, "html").get_attribute("lang").startswith("en"):
            walk.fail("/items", "en", "chosen on the first page, English is forgotten on the second")
    finally:
        browser.end()


CHECKS = [a_case_is_accepted_and_resolved, many_cases_take_one_step_together, the_other_language_is_one_link_away]
