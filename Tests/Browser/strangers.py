"""Who is let in, and what he sees: a board with users."""

from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.ui import WebDriverWait

import each_page

# Of the words "browser-walk"; made for these checks.
SECRET = "$6$gridpost$z5JSDxi6avIOKHTYeWciYuPvRv83UCrf8IL7dOfpy/SCk6d.bDlqAbD1s7Glf3TBiHgf1cNwYZp5ecXb1cNfE0"
USERS = f"""users:
  zhang: {{name: 张三, secret: "{SECRET}", at: heshuikou/heshuikou-01/patrol}}
  centre: {{name: 王五, secret: "{SECRET}", at: "*", may: [rules, report, integrity]}}
end: users
"""


def people(walk):
    """The address of a board with users; by a name of its own, for cookies know no ports."""
    if not hasattr(walk, "inside"):
        users = walk.town.folder / "users.yaml"
        users.write_text(USERS, encoding="utf-8")
        users.chmod(0o600)
        _, address = walk.town.serve("--users", str(users))
        walk.inside = address.replace("127.0.0.1", "localhost")
    return walk.inside


def checked(walk, page, path):
    """All that holds on every page, here too."""
    outside, walk.address = walk.address, people(walk)
    check = walk.check
    try:
        for language in each_page.LANGUAGES:
            each_page.visit(walk, page, path, language, {})
    finally:
        walk.address = outside
        walk.check = check.replace(" ", "_")


def log_in(walk, name, word="browser-walk"):
    driver = walk.browser.driver
    form = next(form for form in driver.find_elements(By.TAG_NAME, "form") if form.find_elements(By.CSS_SELECTOR, "[type=password]"))
    fields = form.find_elements(By.CSS_SELECTOR, "input[type=text], input:not([type])")
    fields[0].clear()
    fields[0].send_keys(name)
    form.find_element(By.CSS_SELECTOR, "[type=password]").send_keys(word)
    before = driver.current_url
    form.find_element(By.CSS_SELECTOR, "button").click()
    # The page that was left says "complete" too: its form is gone once the answer is shown.
    WebDriverWait(driver, 10).until(expected_conditions.staleness_of(form))
    WebDriverWait(driver, 10).until(lambda _: driver.execute_script("return document.readyState") == "complete")
    return before


def a_stranger_is_led_to_the_door(walk):
    walk.browser.open(people(walk) + "/items?overdue=1")
    address = walk.browser.driver.current_url
    if "/login" not in address or "next=" not in address:
        walk.fail("/items", "zh", f"without a log-in one is at {address}")


def the_door_is_a_page_like_others(walk):
    checked(walk, "/login", "/login?next=%2Fitems")


def a_wrong_word_is_told_and_the_right_one_leads_on(walk):
    browser = walk.browser
    browser.open(people(walk) + "/items?overdue=1")
    log_in(walk, "zhang", "wrong")
    if "/login" not in browser.driver.current_url:
        walk.fail("/login", "zh", f"a wrong word leads to {browser.driver.current_url}")
    if not browser.do("return document.querySelector('[role=alert], .fault, .trouble')?.textContent"):
        walk.fail("/login", "zh", "a wrong word is not told")
    for found in browser.axe():
        walk.fail("/login (wrong)", "zh", found)
    browser.console()
    log_in(walk, "zhang")
    if "/items?overdue=1" not in browser.driver.current_url:
        walk.fail("/login", "zh", f"the right word leads to {browser.driver.current_url}, not to what was asked for")


def who_is_in_has_pages_of_his_own(walk):
    for page, path in {"/me": "/me", "/items (a person)": "/items?limit=40", "/posts/ADDRESS (his)": "/posts/heshuikou/heshuikou-01/patrol"}.items():
        checked(walk, page, path)


def the_wall_has_no_names_of_people(walk):
    walk.browser.open(people(walk) + "/?wall")
    if walk.browser.do("return document.body.innerText.includes('张三')"):
        walk.fail("/?wall", "zh", "the name of who is logged in stands on the wall")


def who_goes_out_is_out(walk):
    browser = walk.browser
    browser.size(1280, 900)
    browser.open(people(walk) + "/")
    button = browser.find("form[action*=logout] button")
    if not button:
        walk.fail("/", "zh", "there is no way out")
        return
    button.click()
    browser.wait(5, "return location.pathname === '/login'")
    browser.open(people(walk) + "/me")
    if "/login" not in browser.driver.current_url:
        walk.fail("/me", "zh", "after the log-out one is still in")


CHECKS = [
    a_stranger_is_led_to_the_door, the_door_is_a_page_like_others, a_wrong_word_is_told_and_the_right_one_leads_on,
    who_is_in_has_pages_of_his_own, the_wall_has_no_names_of_people, who_goes_out_is_out,
]
