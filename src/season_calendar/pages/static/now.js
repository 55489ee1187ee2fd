// The present, by the clock that the site goes by: a season may be watched as if it were now. And what follows from it.
"use strict";

const clockOfSite = document.querySelector('meta[name="clock"]')?.content.split(" ");
const speedOfSite = Number(clockOfSite?.[2] ?? 1);

function presentOfSite() {
  if (!clockOfSite) return Date.now();
  const [at, realAt] = clockOfSite.map(Date.parse);
  return at + (Date.now() - realAt) * speedOfSite;
}

// Tells what is true now, again each minute, and when somebody looks at the page once more.
function keepTrue(tell) {
  tell();
  setInterval(tell, Math.max(60_000 / speedOfSite, 1000));
  document.addEventListener("visibilitychange", tell);
}
