// The door in the bar at the top, once that of the board is out of sight; all rounds open on paper; and doors that lead
// right into the calendar of a telephone.
"use strict";

(() => {
  const doors = document.querySelector(".board-doors");
  if (doors)
    new IntersectionObserver(([entry]) => {
      document.documentElement.classList.toggle("past-board", !entry.isIntersecting && entry.boundingClientRect.top < 0);
    }).observe(doors);

  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("main details")) details.open = true;
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
