// Loads a page that was kept open once more where another one is at its address by now: a race that was called off must not be
// counted down to. It looks when somebody comes back to it, and each quarter of an hour; not where somebody has begun to choose.
"use strict";

(() => {
  const SELDOM = 60_000, OFTEN_ENOUGH = 15 * SELDOM;
  const versionOf = (page) => page.querySelector('meta[name="version"]')?.content;
  let lookedAt = Date.now();
  let isInUse = false;

  async function look() {
    if (isInUse || document.hidden || !navigator.onLine || Math.abs(Date.now() - lookedAt) < SELDOM) return;
    lookedAt = Date.now();
    try {
      const response = await fetch(location.href, { cache: "no-cache" });
      if (!response.ok) return;
      const version = versionOf(new DOMParser().parseFromString(await response.text(), "text/html"));
      if (version && version !== versionOf(document) && !isInUse) location.reload();
    } catch { /* as good as it was */ }
  }

  if (!location.protocol.startsWith("http")) return;
  addEventListener("input", () => { isInUse = true; });
  document.addEventListener("visibilitychange", look);
  setInterval(look, OFTEN_ENOUGH);
})();
