// Loaded before the page is drawn, so that it never flashes in the other scheme.

(() => {
  const KEY = "onrecord.theme";
  const root = document.documentElement;
  const kept = localStorage.getItem(KEY);
  if (kept === "light" || kept === "dark") root.dataset.theme = kept;

  /** An empty theme is the system's. */
  const set = (theme) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    theme ? localStorage.setItem(KEY, theme) : localStorage.removeItem(KEY);
  };

  addEventListener("set-theme", ({ detail }) => set(detail));
  addEventListener("toggle-theme", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    set(dark ? "light" : "dark");
  });
})();
