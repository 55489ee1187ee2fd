// Moves the mark of the present day on the strip to where it belongs: the page may be older than today.
"use strict";

keepTrue(() => {
  for (const mark of document.querySelectorAll(".strip-today")) {
    const from = Date.parse(mark.dataset.from), to = Date.parse(mark.dataset.to);
    const share = (presentOfSite() - from) / (to - from);
    if (share >= 0 && share < 1) {
      mark.setAttribute("x", `${(share * 100).toFixed(2)}%`);
      mark.removeAttribute("display");
    } else mark.setAttribute("display", "none");
  }
});
