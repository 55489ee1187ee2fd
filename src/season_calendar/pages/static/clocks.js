// Beside each time at the venue the time where the reader is, in timetables where it is another one; and the switch
// that says which of them counts, which is remembered.
"use strict";

(() => {
  const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  const hour = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const weekday = new Intl.DateTimeFormat(language, { weekday: "short" });

  const day = (at) =>
    `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`;

  // An hour that happens twice, where summer time ends, is told with its offset, as it is at the venue.
  function hourHere(at) {
    const shown = hour.format(at);
    const isTwice = [-120, -60, -30, 30, 60, 120].some((minutes) => hour.format(+at + minutes * 60_000) === shown);
    return isTwice ? `${shown} ${offset(-at.getTimezoneOffset())}` : shown;
  }
  function offset(minutes) {
    const two = (number) => String(Math.floor(number)).padStart(2, "0");
    return `${minutes < 0 ? "-" : "+"}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
  }

  function timeHere(time) {
    const at = new Date(time.dateTime);
    if (day(at) === time.dataset.day) return hourHere(at);
    return weekday.format(at) + time.closest("table").dataset.between + hourHere(at);
  }

  function addColumn(table) {
    const times = [...table.querySelectorAll("td.venue time")];
    if (times.every((time) => timeHere(time) === time.textContent)) return false;
    for (const time of times) time.closest("tr").querySelector("td.you").textContent = timeHere(time);
    for (const cell of table.querySelectorAll(".you")) cell.hidden = false;
    table.classList.add("two-clocks");
    return true;
  }

  function choose(clock) {
    document.documentElement.dataset.clock = clock;
    for (const button of document.querySelectorAll("[data-clocks] button"))
      button.setAttribute("aria-pressed", String(button.dataset.clock === clock));
  }

  // Where nothing may be kept, nothing is.
  function remembered() {
    try { return localStorage.getItem("clock"); } catch { return null; }
  }
  function remember(clock) {
    try { localStorage.setItem("clock", clock); } catch { /* it counts for this page */ }
  }

  function chooseRemembered() {
    const clock = remembered();
    if (clock === "you" || clock === "venue") choose(clock);
  }

  // Browsers go on to call some zones by what their cities were called once.
  const CALLED_NOW = {
    Asmera: "Asmara", Calcutta: "Kolkata", Faeroe: "Faroe", Godthab: "Nuuk", Katmandu: "Kathmandu", Kiev: "Kyiv",
    Ponape: "Pohnpei", Rangoon: "Yangon", Saigon: "Ho Chi Minh City", Truk: "Chuuk",
  };
  function cityHere() {
    const city = Intl.DateTimeFormat().resolvedOptions().timeZone.split("/").pop().replaceAll("_", " ");
    return CALLED_NOW[city] ?? city;
  }

  const differs = [...document.querySelectorAll(".timetable")].map(addColumn).includes(true);
  if (!differs) return;
  for (const clocks of document.querySelectorAll("[data-clocks]")) {
    clocks.hidden = false;
    clocks.querySelector('[data-part="zone"]').textContent = cityHere();
    clocks.addEventListener("click", (event) => {
      const clock = event.target.closest("button")?.dataset.clock;
      if (!clock) return;
      choose(clock);
      remember(clock);
    });
  }
  choose("venue");
  chooseRemembered();
  addEventListener("storage", chooseRemembered); // It was chosen in another tab,
  addEventListener("pageshow", chooseRemembered); // or on the page from which somebody came back.
})();
