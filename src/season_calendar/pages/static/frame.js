// The door in the bar at the top, once that of the board is out of sight; what has the focus in the panel that goes along
// with the page; all rounds open on paper, and only there; and doors that lead right into the calendar of a telephone.
"use strict";

(() => {
  const doors = document.querySelector(".board-doors");
  if (doors)
    new IntersectionObserver(([entry]) => {
      document.documentElement.classList.toggle("past-board", !entry.isIntersecting && entry.boundingClientRect.top < 0);
    }).observe(doors);

  // Scrolling takes the panel along, so that browsers do not get to what is out of view in it: where it begins, they do.
  const beside = document.querySelector(".beside-rounds");
  beside?.addEventListener("focusin", ({ target }) => {
    const its = target.getBoundingClientRect();
    const top = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop);
    if (its.top >= top && its.bottom <= innerHeight) return;
    const below = its.top - beside.firstElementChild.getBoundingClientRect().top;
    scrollBy({ top: beside.getBoundingClientRect().top + below - innerHeight / 2, behavior: "instant" });
  });

  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("main details:not([open])")];
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
  });

  const isApple = /iPhone|iPad|Macintosh/.test(navigator.userAgent);
  const isAndroid = /Android/.test(navigator.userAgent);
  if (!(isApple || isAndroid) || !location.protocol.startsWith("http")) return;
  for (const door of document.querySelectorAll("a[data-feed]")) {
    const feed = new URL(door.dataset.feed, location.href);
    const webcal = feed.href.replace(/^https?:/, "webcal:");
    door.href = isApple ? webcal : door.dataset.google + encodeURIComponent(webcal);
  }
})();
