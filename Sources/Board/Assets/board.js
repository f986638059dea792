"use strict";
// Makes a page live: hears what happens while the page is visible, and asks for the page anew. It never moves the focus, the place
// where somebody reads, or a form that was begun; rows that came are announced, and shown when somebody asks. All works without it.
(() => {
  const byId = (id) => document.getElementById(id);
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
  const body = document.body;
  const isWall = body.classList.contains("wall");
  const live = byId("live");

  // The town's time: the server's at the moment of the page, and what has passed since.
  const made = Number(meta("made-at") || 0) * 1000;
  const began = performance.now();
  const now = () => new Date(made + performance.now() - began);
  const clock = byId("clock");
  const two = (number) => String(number).padStart(2, "0");
  const local = (moment) => new Date(moment.getTime() + Number(clock?.dataset.offset || 0) * 1000);
  const time = (moment) => {
    const at = local(moment);
    return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  };
  const showClock = () => {
    if (!clock) return;
    const at = local(now());
    const day = document.documentElement.lang.startsWith("zh")
      ? `${at.getUTCMonth() + 1} 月 ${at.getUTCDate()} 日 周${"日一二三四五六"[at.getUTCDay()]}`
      : `${["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][at.getUTCDay()]} ${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
    clock.textContent = `${day} ${time(now())}`;
  };

  // What somebody has begun to fill is his.
  document.addEventListener("input", (event) => event.target.form?.setAttribute("data-touched", ""));
  const isTouched = (element) => element.matches("form[data-touched]") || element.querySelector("form[data-touched]");
  const isHeld = (element) => element.contains(document.activeElement) && document.activeElement !== body;

  // Makes one element like another without a new one in its place, so that what has the focus keeps it.
  const become = (old, next) => {
    if (old.isEqualNode(next)) return;
    if (old.nodeName === "FORM" || old.nodeName === "DETAILS") return;
    if (old.nodeType === Node.TEXT_NODE && next.nodeType === Node.TEXT_NODE) {
      old.data = next.data;
      return;
    }
    if (old.nodeName !== next.nodeName) {
      if (!isHeld(old)) old.replaceWith(document.importNode(next, true));
      return;
    }
    for (const { name } of [...old.attributes]) if (!next.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of next.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    if (old.childNodes.length === next.childNodes.length) {
      [...old.childNodes].forEach((child, place) => become(child, next.childNodes[place]));
    } else if (!isHeld(old)) {
      old.replaceChildren(...[...next.childNodes].map((child) => document.importNode(child, true)));
    }
  };

  // Rows: those that are in both are kept current where they stand; what came or went is counted and waits.
  const rowsOf = (element) => new Map([...element.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row]));
  let waiting = null;
  const compareRows = (old, next) => {
    const [mine, theirs] = [rowsOf(old), rowsOf(next)];
    let changes = 0;
    for (const [key, row] of theirs) {
      const known = mine.get(key);
      if (known) become(known, row);
      else changes += 1;
    }
    for (const key of mine.keys()) if (!theirs.has(key)) changes += 1;
    return changes;
  };
  const putRows = (old, next) => {
    const marked = new Set([...old.querySelectorAll("input:checked")].map((box) => box.value));
    const copy = document.importNode(next, true);
    const mine = rowsOf(old);
    // A row with a form that somebody has begun stays as it is, wherever it stands now.
    for (const [key, row] of rowsOf(copy)) if (mine.has(key) && isTouched(mine.get(key))) row.replaceWith(mine.get(key));
    for (const box of copy.querySelectorAll("input[type=checkbox]")) box.checked = marked.has(box.value);
    old.replaceWith(copy);
  };
  const show = (page) => {
    for (const next of page.querySelectorAll("[data-live=rows][id]")) {
      const old = byId(next.id);
      // A box outside its form would be lost: then the whole form comes anew.
      const [mine, theirs] = [old?.closest("form"), next.closest("form")];
      if (old && !mine === !theirs) putRows(old, next);
      else if (old && mine && !isTouched(mine)) mine.replaceWith(document.importNode(next, true));
      else if (old && theirs) old.replaceWith(document.importNode(theirs, true));
    }
    for (const next of page.querySelectorAll("[data-live=ask][id]")) {
      const old = byId(next.id);
      if (old && !isTouched(old)) old.replaceWith(document.importNode(next, true));
    }
  };
  const say = (text) => {
    const place = byId("live-said");
    if (place && place.textContent !== text) place.textContent = text;
  };
  const news = byId("live-news");
  news?.addEventListener("click", () => {
    if (waiting) show(waiting);
    waiting = null;
    news.hidden = true;
    say("");
  });

  // The page anew.
  let asking = false;
  let again = false;
  const refresh = async () => {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
      if (answer.status === 401 || new URL(answer.url).pathname === "/login") return out();
      if (!answer.ok) return;
      take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // Nothing heard: the watch over the stream says so.
    } finally {
      asking = false;
      if (again) {
        again = false;
        setTimeout(refresh, 1000);
      }
    }
  };
  const take = (page) => {
    document.title = page.title;
    const [mine, theirs] = [byId("triage-count"), page.getElementById("triage-count")];
    if (mine && theirs) become(mine, theirs);
    let changes = 0;
    for (const next of page.querySelectorAll("[data-live][id]")) {
      const old = byId(next.id);
      if (!old) continue;
      if (next.dataset.live === "rows") changes += compareRows(old, next);
      else if (next.dataset.live === "") become(old, next);
    }
    waiting = changes > 0 ? page : null;
    if (isWall) {
      show(page);
    } else if (news) {
      news.hidden = changes === 0;
      if (changes > 0) {
        news.textContent = live.dataset.news.replace("{n}", changes);
        say(news.textContent);
      }
    }
  };
  let soon = 0;
  const refreshSoon = () => {
    clearTimeout(soon);
    soon = setTimeout(refresh, 400);
  };

  // The stream. `EventSource` brings no header and tells no status, so it is read by hand.
  let heard = performance.now();
  let after = meta("stream-after");
  let reading = null;
  let wait = 1000;
  let isOut = false;
  let isPaused = sessionStorage.getItem("paused") === "1" && !isWall;
  const lost = byId("live-lost");
  const tell = (words) => {
    if (!lost) return;
    const text = words ? words.replace("{t}", time(new Date(made + heard - began))) : "";
    if (lost.textContent !== text) lost.textContent = text;
    lost.hidden = !text;
  };
  const out = () => {
    isOut = true;
    reading?.abort();
    tell(live?.dataset.out);
  };
  const hear = (event) => {
    if (event.id) after = event.id;
    if (event.retry) wait = Math.min(Math.max(Number(event.retry) || 1000, 500), 60000);
    if (event.name === "reset") after = undefined;
    if (["step", "degraded", "reset"].includes(event.name)) refreshSoon();
  };
  const follow = async () => {
    if (!body.dataset.stream || reading || isPaused || isOut || document.hidden) return;
    reading = new AbortController();
    const own = reading;
    try {
      const headers = { Accept: "text/event-stream" };
      const token = meta("form-token");
      if (token) headers["X-Gridpost-Form"] = token;
      const address = body.dataset.stream + (after === undefined ? "" : `?after=${encodeURIComponent(after)}`);
      const answer = await fetch(address, { headers, credentials: "same-origin", cache: "no-store", signal: own.signal });
      if (answer.status === 401) return out();
      if (!answer.ok || !answer.body) throw new Error(answer.status);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        heard = performance.now();
        wait = 1000;
        tell("");
        text += value;
        const parts = text.split(/\r?\n\r?\n/);
        text = parts.pop();
        for (const part of parts) {
          const event = { name: "message" };
          for (const line of part.split(/\r?\n/)) {
            const [, name, rest] = /^(\w+):? ?(.*)$/.exec(line) || [];
            if (name === "event") event.name = rest;
            else if (name === "id" || name === "retry") event[name] = rest;
          }
          hear(event);
        }
      }
    } catch {
      // The network went, or we have let go.
    } finally {
      if (reading === own) reading = null;
      if (!own.signal.aborted) {
        setTimeout(follow, wait * (0.7 + 0.6 * Math.random()));
        wait = Math.min(wait * 2, 15000);
      }
    }
  };
  const letGo = () => {
    reading?.abort();
    reading = null;
  };
  const showState = () => {
    live.classList.toggle("off", isPaused);
    byId("live-state").textContent = isPaused ? live.dataset.off : live.dataset.on;
    byId("live-pause").textContent = isPaused ? live.dataset.resume : live.dataset.pause;
  };
  if (live && body.dataset.stream) {
    live.hidden = false;
    showState();
    byId("live-pause").addEventListener("click", () => {
      isPaused = !isPaused;
      sessionStorage.setItem("paused", isPaused ? "1" : "0");
      showState();
      tell("");
      if (isPaused) return letGo();
      heard = performance.now();
      refresh();
      follow();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) return letGo();
      if (isPaused || isOut) return;
      heard = performance.now();
      refresh();
      follow();
    });
    addEventListener("pagehide", letGo);
    follow();
    // What the clock alone changes.
    setInterval(() => { if (!document.hidden && !isPaused && !isOut) refresh(); }, 60000);
  }
  setInterval(() => {
    if (!isPaused || !live) showClock();
    if (!live || !body.dataset.stream || isPaused || isOut || document.hidden) return;
    if (performance.now() - heard > 12000) tell(live.dataset.lost);
  }, 1000);

  // A form that asks while it is filled what would come of it. Only the fields it names are sent: a telephone number stays here.
  for (const form of document.querySelectorAll("form[data-ask]")) {
    const place = byId(form.dataset.answer);
    let later = 0;
    let turn = 0;
    const ask = async () => {
      turn += 1;
      const own = turn;
      const fields = new URLSearchParams({ lang: document.documentElement.lang.slice(0, 2) });
      for (const name of form.dataset.fields.split(" ")) {
        const value = form.elements[name]?.value;
        if (value) fields.set(name, value);
      }
      try {
        const address = `${form.dataset.ask}?${fields}`;
        const answer = await fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin" });
        if (!answer.ok || answer.redirected) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (own === turn) place?.replaceChildren(...[...page.body.childNodes].map((child) => document.importNode(child, true)));
      } catch {
        // It is only a hint: the daemon decides.
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(later);
      later = setTimeout(ask, 300);
    });
  }
})();
