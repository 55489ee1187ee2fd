// Says of rounds how they stand now, on a page that was kept: what is on, what is over, and no more what changed long ago.
"use strict";

(() => {
  const onNow = document.querySelector("[data-part=on-now]");
  const isPast = (instant) => Date.parse(instant) <= presentOfSite();

  function tell() {
    for (const told of document.querySelectorAll("[data-told-until]")) told.hidden = isPast(told.dataset.toldUntil);
    for (const chips of document.querySelectorAll("[data-begins]")) {
      const isOver = isPast(chips.dataset.ends), isOn = isPast(chips.dataset.begins) && !isOver;
      if (isOn && !chips.querySelector(".on-now")) chips.prepend(onNow.content.cloneNode(true));
      for (const chip of chips.querySelectorAll(".chip")) {
        if (isOver) chip.hidden = true;
        else if (!chip.matches(".changed")) chip.hidden = chip.matches(".on-now") !== isOn;
      }
    }
  }

  // Only before somebody reads: nothing moves under a finger.
  function fold() {
    const raced = document.querySelector(".raced-rounds");
    for (const chips of document.querySelectorAll(".rounds > .round [data-ends]")) {
      if (isPast(chips.dataset.ends)) foldInto(raced, chips.closest(".round"));
    }
    // Where nothing is to come, what was raced stands before what is off.
    const isAnyToCome = document.querySelector(".rounds > .round:not(.postponed, .cancelled)");
    if (raced && !isAnyToCome) document.querySelector(".rounds > .group")?.before(raced);
  }

  function foldInto(raced, round) {
    raced.querySelector("summary").after(round);
    raced.hidden = false;
    raced.querySelector("[data-part=count]").textContent = ""; // It counted those of before.
    round.classList.add("raced");
    if (!round.open) return;
    round.open = false;
    const next = document.querySelector(".rounds > .round:has([data-ends])");
    (next ?? raced).open = true;
  }

  keepTrue(tell);
  fold();
})();
