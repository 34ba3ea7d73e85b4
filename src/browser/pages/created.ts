// Runs on the page of a pass that its creation link has just made. The page's address becomes the
// pass's own, because reloading the creation link would make another pass.

const { address } = document.querySelector<HTMLScriptElement>('script[data-address]')?.dataset ?? {};
if (address !== undefined) history.replaceState(null, '', address);

export {};
