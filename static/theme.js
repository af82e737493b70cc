// Runs before the first paint, so that nothing flashes: sets the colour set that the page starts with.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem('tablab-theme');
  } catch {
    // Storage is blocked: the system's preference decides.
  }
  var dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
