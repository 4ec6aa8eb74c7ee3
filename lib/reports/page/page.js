// Runs at the end of every chapter's page. Without it the page reads just as well: code is open,
// figures are static pictures.
(() => {
  const folds = [...document.querySelectorAll("details.code")];
  const button = document.getElementById("fold-all");
  const KEY = "char-rnn-lab:code";

  // A page opened from a file may have no storage, depending on the browser.
  const remember = (value) => {
    try {
      localStorage.setItem(KEY, value);
    } catch { /* then it is not remembered */ }
  };
  const remembered = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };

  // Only what scrolls by itself is a stop for the keyboard.
  const SCROLLERS =
    "pre, .scroll, .katex-display, .numbers, .output.html, .output.html [style*=overflow]";
  function setStops() {
    for (const box of document.querySelectorAll(SCROLLERS)) {
      const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
      if (scrolls) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  }
  addEventListener("resize", setStops);
  setStops();

  function label() {
    if (button === null) return;
    button.hidden = false;
    button.textContent = folds.some((fold) => fold.open) ? "Hide code" : "Show code";
  }
  const setAll = (open) => folds.forEach((fold) => fold.open = open);
  button?.addEventListener("click", () => {
    const open = !folds.some((fold) => fold.open);
    setAll(open);
    remember(open ? "shown" : "hidden");
  });
  folds.forEach((fold) =>
    fold.addEventListener("toggle", () => {
      label();
      setStops();
    })
  );
  if (remembered() === "hidden") setAll(false);
  label();

  // A place to link to, by the heading or the cell.
  for (const place of document.querySelectorAll("main :is(h2, h3)[id], main .cell[id]")) {
    const anchor = document.createElement("a");
    const name = place.querySelector("summary .label") ?? place;
    const words = place.matches(".cell") && name === place ? place.id : name.textContent;
    anchor.className = "anchor";
    anchor.href = `#${place.id}`;
    anchor.textContent = "#";
    anchor.setAttribute("aria-label", `Link to ${words}`);
    place.append(anchor);
  }

  // The contents stand open beside the text, and folded above it where the page is narrow.
  const contents = document.querySelector(".contents details");
  const narrow = matchMedia("(max-width: 63.99rem)");
  const fit = () => contents !== null && (contents.open = !narrow.matches);
  narrow.addEventListener("change", fit);
  fit();

  const links = new Map(
    [...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]),
  );
  const headings = [...links.keys()].map((id) => document.getElementById(decodeURIComponent(id)));
  function showPlace() {
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < 120);
    const current = passed.at(-1);
    for (const [id, link] of links) {
      if (current !== undefined && decodeURIComponent(id) === current.id) {
        link.setAttribute("aria-current", "true");
      } else link.removeAttribute("aria-current");
    }
  }
  addEventListener("scroll", showPlace, { passive: true });
  showPlace();
})();
