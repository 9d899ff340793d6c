// What the desk does beyond plain pages: keys, the chain of a statement where one points, copying, sending a choice.
// Every page works without it.
"use strict";
(() => {
  const typing = (at) => at.closest("input, textarea, select, [contenteditable]") !== null;

  // j and k go from stop to stop; other keys go to pages.
  const step = (by) => {
    const stops = [...document.querySelectorAll(".stop")];
    if (!stops.length) return;
    const now = stops.indexOf(document.activeElement && document.activeElement.closest(".stop"));
    const next = stops[Math.min(Math.max(now + by, 0), stops.length - 1)];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  };
  const go = (selector) => {
    const link = document.querySelector(selector);
    if (link) link.click();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const does = {
      j: () => step(1),
      k: () => step(-1),
      "/": () => { const find = document.querySelector(".find input"); if (find) { find.focus(); find.select(); } },
      s: () => go('.top a[accesskey="s"]'),
      b: () => go('.top a[accesskey="b"]'),
      c: () => {
        const at = document.activeElement && document.activeElement.closest(".stop");
        const link = at && at.querySelector(".fix");
        if (link) link.click();
        else { const form = document.getElementById("correct"); if (form) { form.scrollIntoView(); form.querySelector("a, input, select, button").focus(); } }
      },
      "?": () => { const keys = document.querySelector(".keys"); keys.open = !keys.open; if (keys.open) keys.scrollIntoView(); },
      Escape: () => hide(),
    }[event.key];
    if (does) { event.preventDefault(); does(); }
  });

  // The chain of a statement, where the mouse is or the finger was.
  let tip = null;
  const hide = () => {
    if (tip) tip.remove();
    tip = null;
    document.querySelectorAll(".s.lit").forEach((piece) => piece.classList.remove("lit"));
  };
  const show = (mark, x, y) => {
    const place = [...mark.classList].find((name) => /^s\d+$/.test(name));
    const note = place && document.getElementById("n-" + place);
    hide();
    if (!note) return;
    tip = document.createElement("div");
    tip.className = "tip";
    tip.setAttribute("role", "tooltip");
    tip.lang = document.documentElement.lang;
    tip.dir = document.documentElement.dir;
    note.querySelectorAll(".says, .tag.bad, .note").forEach((part) => {
      const line = document.createElement("div");
      line.append(part.cloneNode(true));
      tip.append(line);
    });
    document.body.append(tip);
    document.querySelectorAll("." + place).forEach((piece) => piece.classList.add("lit"));
    const box = tip.getBoundingClientRect();
    const left = Math.min(Math.max(x - box.width / 2, 8), document.documentElement.clientWidth - box.width - 8);
    tip.style.left = left + scrollX + "px";
    tip.style.top = (y + 18 + box.height > innerHeight ? y - box.height - 14 : y + 18) + scrollY + "px";
  };
  document.addEventListener("mouseover", (event) => {
    const mark = event.target.closest && event.target.closest(".text .s");
    if (mark) show(mark, event.clientX, event.clientY); else hide();
  });
  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".text .s");
    if (mark && !event.target.closest("a")) show(mark, event.clientX, event.clientY);
  });
  document.addEventListener("focusin", (event) => {
    const note = event.target.closest(".notes li");
    document.querySelectorAll(".s.lit").forEach((piece) => piece.classList.remove("lit"));
    if (note) document.querySelectorAll("." + note.dataset.for).forEach((piece) => piece.classList.add("lit"));
  });

  // Copy a citation.
  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const held = document.getElementById(button.dataset.copy);
      try { await navigator.clipboard.writeText(held.value); } catch { held.select(); document.execCommand("copy"); }
      button.textContent = document.body.dataset.copied;
    });
  });
})();
