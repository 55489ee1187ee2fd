// Texts to copy: with a button, and with the address of this site where the server does not know it.
"use strict";

for (const code of document.querySelectorAll("code[data-base]"))
  code.textContent = code.textContent.replaceAll(
    code.dataset.base,
    new URL(code.dataset.root, location.href).href.replace(/\/$/, ""),
  );

for (const button of document.querySelectorAll("[data-copy-snippet]")) {
  if (!navigator.clipboard) continue; // A page that came by http has none.
  const label = button.textContent, status = document.querySelector("[data-copy-status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
    } catch {
      return; // It is not allowed: the text can be marked and copied all the same.
    }
    button.textContent = status.textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = label;
      status.textContent = "";
    }, 2000);
  });
}
