// The builder follows what is chosen: the server draws it anew, and what it draws is put in place. Without this script
// the form is sent, and the same server answers with the same.
"use strict";

const PATIENCE = 15_000; // Milliseconds, after which somebody is told that there may be no answer.

for (const builder of document.querySelectorAll("[data-builder]")) {
  const part = (name, within = builder) => within.querySelector(`[data-part="${name}"]`);
  let asked = new AbortController();

  builder.addEventListener("change", (event) => {
    if (part("form")?.contains(event.target)) follow(part("form"));
  });
  builder.addEventListener("submit", (event) => {
    if (event.target !== part("form")) return;
    event.preventDefault();
    follow(event.target);
  });
  builder.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
  });
  complete();

  async function follow(form) {
    asked.abort(); // Only the newest choice is to be seen.
    const mine = (asked = new AbortController());
    const waiting = setTimeout(() => mine.abort(new Error("no answer")), PATIENCE);
    setStale(true);
    const url = new URL(form.getAttribute("action"), document.baseURI);
    url.search = new URLSearchParams(new FormData(form));
    try {
      const response = await fetch(url, { signal: mine.signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (response.ok) put(page, url);
      else fail(page.querySelector("[data-problem]")?.textContent.trim());
    } catch (error) {
      if (error.name !== "AbortError") fail();
    } finally {
      clearTimeout(waiting);
    }
  }

  function put(page, url) {
    const drawn = page.querySelector("[data-builder]");
    for (const name of ["href", "action"]) {
      // Its addresses are as seen from the page that was asked for.
      for (const its of drawn.querySelectorAll(`[${name}]`)) {
        its.setAttribute(name, new URL(its.getAttribute(name), url).href);
      }
    }
    const forms = [part("form"), part("form", drawn)];
    const feeds = forms.map((form) => form.elements.form.value); // Of which each was drawn, whichever is picked.
    for (const list of forms[1].querySelectorAll("details")) {
      const same = document.getElementById(list.id)?.querySelector("summary > span");
      if (same) same.textContent = list.querySelector("summary > span").textContent;
    }
    // A form that is still right stays as it is: nothing moves under a finger, and a list stays open.
    if (feeds[0] !== feeds[1] || forms.some((form) => form.querySelector("[data-problem]"))) replaceForm(...forms);
    const [how, same] = [part("how"), part("how", drawn)];
    if (how && same) same.open = how.open;
    part("result").replaceWith(document.adoptNode(part("result", drawn)));
    complete();
    const told = [...builder.querySelectorAll("[data-problem], [data-part=count]")];
    say(told.map((its) => its.textContent.trim()).join(" "));
    if (builder.dataset.builder === "page") keep(`?${part("result").dataset.query}`, page);
  }

  // What was chosen is still so when the page is loaded again, or in another language, as the server drew it.
  function keep(query, page) {
    history.replaceState(null, "", query);
    for (const link of document.querySelectorAll("a[hreflang]")) {
      link.search = new URL(page.querySelector(`a[hreflang=${link.hreflang}]`).href).search;
    }
  }

  function replaceForm(before, after) {
    const focused = before.contains(document.activeElement) ? document.activeElement.id : "";
    for (const list of before.querySelectorAll("details")) {
      const same = after.querySelector(`#${CSS.escape(list.id)}`);
      if (same) same.open ||= list.open;
    }
    before.replaceWith(document.adoptNode(after));
    if (focused) document.getElementById(focused)?.focus();
  }

  // What a screen reader is to tell of, and, where it is a failure, everybody is to see.
  function say(words, isFailure = false) {
    part("status").classList.toggle("builder-failed", isFailure);
    part("status").textContent = words;
  }

  function fail(why = builder.dataset.failed) {
    say(why, true);
    builder.querySelector(".builder-update").hidden = false;
  }

  // What was drawn for another choice leads nowhere.
  function setStale(stale) {
    part("result").inert = stale;
    part("result").setAttribute("aria-busy", stale);
  }

  function complete() {
    for (const its of builder.querySelectorAll("[data-without-script]")) its.hidden = true;
    for (const its of builder.querySelectorAll("[data-with-script]")) its.hidden = false;
    for (const door of builder.querySelectorAll("[data-before][hidden]")) open(door);
  }

  // Where the server does not know at which address it is, the browser does.
  function open(door) {
    const calendar = door.closest("[data-calendar]");
    const address = calendar.querySelector("[data-file]").href;
    const named = "webcal" in door.dataset ? address.replace(/^https?:/, "webcal:") : address;
    const { before, after } = door.dataset;
    door.href = before ? before + encodeURIComponent(named) + after : named;
    door.rel = "noreferrer";
    door.hidden = false;
    calendar.querySelector("[data-address]").value = address;
  }

  async function copy(button) {
    const field = button.parentElement.querySelector("[data-address]");
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.select(); // A page that came by http has no clipboard.
      if (!document.execCommand("copy")) return;
      button.focus();
    }
    button.dataset.label ??= button.textContent;
    say(button.dataset.copy);
    button.textContent = button.dataset.copy;
    setTimeout(() => {
      button.textContent = button.dataset.label;
      say("");
    }, 2000);
  }
}
