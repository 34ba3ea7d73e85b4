// The few lines of script that pages load, each a file of its own at /assets. All of them are deferred: what they make
// easier works without them, so no page waits for one.

/** A page made by a creation link is afterwards the page of that pass: reloading it must not make another one. */
export const CREATED_SCRIPT = `const { address } = document.currentScript.dataset;
history.replaceState(null, '', address);
`;

/** Shares by the device's own sheet instead of by mail. */
export const SHARE_SCRIPT = `for (const link of document.querySelectorAll('.share a[data-link]')) {
  link.addEventListener('click', (event) => {
    const { link: url, title } = link.dataset;
    if (!navigator.share) return;
    event.preventDefault();
    // Whoever closes the sheet has decided.
    navigator.share({ title, url }).catch(() => {});
  });
}
`;

/** Steps in place. A field that is no number is left to the server, where the button sends the form. */
export const STEPPER_SCRIPT = `const decimals = (text) => (text.split('.')[1] ?? '').length;
for (const button of document.querySelectorAll('.steps button')) {
  button.addEventListener('click', (event) => {
    const input = button.parentElement.querySelector('input[inputmode]');
    const text = input.value.trim() || '0';
    const { step } = button.dataset;
    if (!/^[+-]?\\d{1,12}(\\.\\d{1,6})?$/.test(text) || !/^-?\\d{1,12}(\\.\\d{1,6})?$/.test(step)) return;
    event.preventDefault();
    const places = Math.max(decimals(text), decimals(step));
    input.value = String(Number((Number(text) + Number(step)).toFixed(places)));
  });
}
`;
