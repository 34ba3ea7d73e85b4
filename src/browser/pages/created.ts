// On the page of a pass that its creation link has just made: the page's address becomes that of the pass, because
// reloading the creation link would make another pass.

const { address } = document.querySelector<HTMLScriptElement>('script[data-address]')?.dataset ?? {};
if (address !== undefined) history.replaceState(null, '', address);

export {};
