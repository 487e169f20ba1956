import { createHash } from 'node:crypto';
import type { Writer } from '../../manifests/annotations/writers.ts';
import { escapeHtml } from '../embed/shells.ts';
import { WORDS } from './words.ts';

const STYLE = `
  :root { color-scheme: light dark; --ground: #f4f4f2; --ink: #1c1c1c; --line: #767676; --accent: #0b5cad; --on-accent: #fff; --wrong: #a3120a; }
  @media (prefers-color-scheme: dark) { :root { --ground: #222; --ink: #eee; --line: #9a9a9a; --accent: #8ec5ff; --on-accent: #111; --wrong: #ffb4ab; } }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
  main { width: min(26rem, calc(100vw - 32px)); padding: 24px 0; }
  h1 { font-size: 24px; margin: 0 0 16px; }
  label { display: block; margin-bottom: 8px; font-weight: 600; }
  input { box-sizing: border-box; width: 100%; padding: 8px; min-height: 44px; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 4px; }
  button { margin-top: 16px; min-height: 44px; padding: 8px 24px; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 0; border-radius: 4px; cursor: pointer; }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  a { color: var(--accent); }
  [role='alert'] { color: var(--wrong); font-weight: 600; }
`;

/** It needs no script, so it may run none; its one style is allowed by its hash. */
export const SIGN_IN_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface SignInPage {
  language: string;
  /** Who is signed in already. */
  writer?: Writer;
  /** What stood in a link: a button is left to press, as programs that look at links press none. */
  code?: string;
  /** What was sent was not good. */
  wrong?: boolean;
  /** Path to go to afterwards. */
  next?: string;
}

export function signInPage({ language, writer, code, wrong = false, next }: SignInPage): string {
  const words = WORDS[language] ?? WORDS['en']!;
  const back = next === undefined ? '' : `<input type="hidden" name="next" value="${escapeHtml(next)}" />`;
  const notice = wrong ? `<p role="alert" id="wrong">${words.wrong}</p>` : '';
  const field =
    code === undefined
      ? `<label for="token">${words.label}</label>
        <input id="token" name="token" type="password" autocomplete="current-password" required autofocus spellcheck="false" aria-describedby="hint${wrong ? ' wrong' : ''}" />
        <p id="hint">${words.hint}</p>`
      : `<p>${words.link}</p><input type="hidden" name="token" value="${escapeHtml(code)}" />`;
  const form = writer
    ? `<p>${escapeHtml(words.signedIn(writer.name, writer.role))}</p>
      <form method="post" action="./sign-out"><button>${words.signOut}</button></form>`
    : `${notice}<form method="post" action="./sign-in">${field}${back}<button>${words.submit}</button></form>`;
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <title>${words.title}</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
      <h1>${words.title}</h1>
      ${form}
      <p><a href="./">${words.home}</a></p>
    </main>
  </body>
</html>
`;
}
