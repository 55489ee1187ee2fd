// The present, by the clock that the site goes by: a season may be watched as if it were now. And what follows from it.
"use strict";

const presentOfSite = (() => {
  const meta = document.querySelector('meta[name="clock"]');
  if (!meta) return () => Date.now();
  const [at, realAt, speed] = meta.content.split(" ");
  return () => Date.parse(at) + (Date.now() - Date.parse(realAt)) * Number(speed);
})();

// Tells what is true now, and again each minute and when somebody looks at the page once more.
function keepTrue(tell) {
  tell();
  setInterval(tell, 60_000);
  document.addEventListener("visibilitychange", tell);
}
