// Counts down to what is next on a board, lights its lamps, and steps on when that begins and ends: also on a page that
// was kept open, or in a cache, for weeks. Everything that it can say stands in the page.
"use strict";

(() => {
  const SECOND = 1000, HOUR = 3600 * SECOND;
  const two = (number) => String(number).padStart(2, "0");

  class Board {
    constructor(element) {
      this.words = element.dataset;
      this.count = element.querySelector('[data-part="count"]');
      this.until = element.querySelector('[data-part="until"]');
      this.lamps = [...element.querySelectorAll(".lamp")];
      this.weekends = [...element.querySelectorAll("[data-weekend]")];
      this.awaited = [...element.querySelectorAll("[data-start]")]
        .map((item) => ({ item, start: Date.parse(item.dataset.start), end: Date.parse(item.dataset.end) }))
        .sort((one, other) => awaitedFor(one) - awaitedFor(other));
      this.next = null; // Neither one of them nor none: nothing has been said yet.
    }

    tick(now) {
      const next = this.awaited.find((its) => now < its.end);
      if (next !== this.next) this.stepTo(next);
      if (next) this.tell(next, now);
      else this.tellAllIsOver();
    }

    tell(next, now) {
      const words = next.item.dataset;
      const isTimed = "until" in words;
      const left = next.start - now;
      this.light(isTimed && left > 0 && left < 5 * HOUR ? 5 - Math.floor(left / HOUR) : 0);
      this.count.classList.toggle("words", !isTimed);
      this.count.classList.toggle("on", isTimed && left <= 0);
      if (!isTimed) this.say([words.when], words.what);
      else if (left > 0) this.say(this.length(left), words.until);
      else this.say([this.words.on], words.what);
    }

    // To one of them, or to none.
    stepTo(next) {
      this.next = next;
      const weekend = next?.item.closest("[data-weekend]");
      for (const its of this.weekends) its.hidden = its !== weekend;
      const session = next?.item.dataset.session;
      for (const row of document.querySelectorAll("tr[data-session]"))
        row.classList.toggle("next", row.dataset.session === session);
      const both = weekend?.querySelector("[data-both]");
      if (both) this.tellBothTimes(both, next.item);
    }

    // Where the page knows that nothing else is to come; it may be older than the season.
    tellAllIsOver() {
      const { over, overWhat } = this.count.dataset;
      this.light(0);
      this.count.classList.add("words");
      this.count.classList.remove("on");
      this.say([over ?? ""], overWhat ?? "");
    }

    tellBothTimes(both, row) {
      const part = (name) => both.querySelector(`[data-part="${name}"]`);
      const here = row.querySelector("td.you").textContent;
      part("day").textContent = row.dataset.day;
      part("venue").textContent = row.querySelector("td.venue time")?.textContent ?? "";
      part("you").textContent = here;
      part("for-you").hidden = !here;
      both.hidden = !("until" in row.dataset);
    }

    length(left) {
      const seconds = Math.ceil(left / SECOND);
      const days = Math.floor(seconds / 86400), hours = Math.floor(seconds / 3600) % 24;
      const minutes = Math.floor(seconds / 60) % 60;
      if (days) return [days, unit(this.words.days), ` ${hours}`, unit(this.words.hours)];
      if (hours) return [`${hours}:${two(minutes)}:${two(seconds % 60)}`];
      return [`${minutes}:${two(seconds % 60)}`];
    }

    say(count, until) {
      const text = count.map((part) => part.textContent ?? part).join("");
      if (text !== this.count.textContent) this.count.replaceChildren(...count);
      if (until !== this.until.textContent) this.until.textContent = until;
    }

    light(count) {
      this.lamps.forEach((lamp, place) => lamp.classList.toggle("lit", place < count));
    }
  }

  // What has no known time may be at any on its day.
  const awaitedFor = (its) => ("until" in its.item.dataset ? its.start : its.end);

  function unit(letter) {
    const element = document.createElement("small");
    element.textContent = letter;
    return element;
  }

  const boards = [...document.querySelectorAll("[data-countdown]")]
    .map((element) => new Board(element))
    .filter((board) => board.awaited.length);

  function tick() {
    const now = presentOfSite();
    for (const board of boards) board.tick(now);
  }
  function tickOn() {
    tick();
    setTimeout(tickOn, SECOND - (presentOfSite() % SECOND));
  }
  if (boards.length) tickOn();
  document.addEventListener("visibilitychange", tick);
})();
