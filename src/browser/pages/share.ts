// Shares a public pass by the device's own share sheet. In a browser without one, the link opens a
// mail as it does without this script.

for (const link of document.querySelectorAll<HTMLAnchorElement>('.share a[data-link]')) {
  link.addEventListener('click', (event) => {
    const { link: url, title } = link.dataset;
    if (url === undefined || title === undefined || navigator.share === undefined) return;
    event.preventDefault();
    // The promise is rejected when the visitor closes the sheet, which is an answer and no failure.
    navigator.share({ title, url }).catch(() => {});
  });
}

export {};
