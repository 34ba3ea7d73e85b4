// Opens, fills and sends the editor's form as a browser does.
import type { TestApp } from '../open-app.ts';

/** Requests to the editor of one app, by an owner with the clientHash in the link. */
export function editorOf(t: () => TestApp) {
  const send = (form: Record<string, string> | URLSearchParams, headers: Record<string, string> = {}) =>
    t().fetch('/pass/editor.php', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(form).toString(),
    });
  return {
    send,
    open: async (pass: string, headers: Record<string, string> = {}) => {
      const query = new URLSearchParams({ hashedSerialNumber: pass, clientHash: t().clientHash });
      return (await t().fetch(`/pass/editor.php?${query}`, { headers })).text();
    },
    save: async (pass: string, form: Record<string, string>) => {
      const response = await send({ hashedSerialNumber: pass, clientHash: t().clientHash, ...form });
      return { status: response.status, html: await response.text() };
    },
    overridesOf: async (pass: string) => (await t().app.context.store.passByHash(pass))!.pass.overrides,
  };
}

/** A page's inputs by name, as a browser would send them. */
export function inputsOf(html: string): Record<string, string> {
  const unescaped = (text: string) =>
    text.replace(
      /&(lt|gt|quot|amp|#39);/g,
      (_, name) => ({ lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'" })[name as 'lt']!,
    );
  const inputs = [...html.matchAll(/<input[^>]*?\bname="([^"]*)"[^>]*>/g)].map(([tag, name]): [string, string] => [
    unescaped(name!),
    unescaped(/\bvalue="([^"]*)"/.exec(tag)?.[1] ?? ''),
  ]);
  const areas = [...html.matchAll(/<textarea[^>]*?\bname="([^"]*)"[^>]*>\n?([\s\S]*?)<\/textarea>/g)];
  return Object.fromEntries([...inputs, ...areas.map(([, name, text]): [string, string] => [name!, unescaped(text!)])]);
}
