import { createHash } from 'node:crypto';

const STYLE = `
  :root { color-scheme: light dark; --ground: #f4f4f2; --paper: #fff; --ink: #1c1c1c; --quiet: #5a5a5a; --line: #767676; --hair: #dcdcd8; --accent: #0b5cad; --on-accent: #fff; --wrong: #a3120a; }
  @media (prefers-color-scheme: dark) { :root { --ground: #222; --paper: #2b2b2b; --ink: #eee; --quiet: #b5b5b5; --line: #9a9a9a; --hair: #444; --accent: #8ec5ff; --on-accent: #111; --wrong: #ffb4ab; } }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
  main { width: min(26rem, calc(100vw - 32px)); padding: 24px 0; overflow-wrap: anywhere; }
  main.wide { width: min(44rem, calc(100vw - 32px)); align-self: start; padding-top: 48px; }
  h1 { font-size: 24px; line-height: 1.25; margin: 0 0 16px; }
  h2 { font-size: 18px; line-height: 1.25; margin: 40px 0 12px; }
  label, legend { display: block; margin-bottom: 8px; padding: 0; font-weight: 600; }
  input:not([type]), input[type='password'], textarea { box-sizing: border-box; width: 100%; padding: 8px; min-height: 44px; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 4px; }
  [aria-invalid] { border-color: var(--wrong); }
  button { margin-top: 16px; min-height: 44px; padding: 8px 24px; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 0; border-radius: 4px; cursor: pointer; }
  button.plain { color: var(--accent); background: none; border: 1px solid var(--line); }
  button.severe { background: var(--wrong); }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  a { color: var(--accent); }
  [role='alert'] { color: var(--wrong); font-weight: 600; }
  [role='status']:not(:empty) { font-weight: 600; }
  .quiet { color: var(--quiet); }
  .hint { margin: 4px 0 0; color: var(--quiet); font-size: 14px; }
  .panel { padding: 20px; background: var(--paper); border: 1px solid var(--hair); border-radius: 8px; }
  .panel h2, .panel > :first-child { margin-top: 0; }
  fieldset { margin: 20px 0 0; padding: 0; border: 0; }
  .option { display: grid; grid-template-columns: 24px 1fr; gap: 0 12px; align-items: start; box-sizing: border-box; min-height: 44px; margin: 0; padding: 8px 0; font-weight: normal; cursor: pointer; }
  fieldset + .option { margin-top: 12px; }
  .option input { width: 20px; height: 20px; margin: 2px 0 0; accent-color: var(--accent); }
  .option strong { font-weight: 600; }
  .writers { margin: 0; padding: 0; list-style: none; border-top: 1px solid var(--hair); }
  .writers > li { padding: 12px 0; border-bottom: 1px solid var(--hair); }
  .writers p { margin: 0; }
  .name { font-weight: 600; }
  .mark { margin-inline-start: 8px; padding: 1px 8px; border: 1px solid var(--line); border-radius: 12px; font-size: 13px; font-weight: normal; }
  summary { display: inline-block; min-height: 24px; padding: 8px 0; color: var(--accent); text-decoration: underline; cursor: pointer; }
  details[open] > summary { margin-bottom: 0; }
  .writers summary { padding: 10px 0; margin: -10px 0; }
  .revoke { padding: 0 0 8px; }
  .revoke button { margin-top: 12px; }
  textarea { font: 16px/1.5 ui-monospace, monospace; word-break: break-all; resize: none; }
  .row { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; margin-top: 16px; }
  .row button { margin: 0; }
  @media (min-width: 40rem) {
    .writers > li { display: grid; grid-template-columns: 1fr auto; gap: 0 24px; align-items: start; }
    .writers details[open] { grid-column: 1 / -1; }
  }
`;

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The Content-Security-Policy of a page in the frame: its one style, and its one script if it has one, are allowed by their hashes. */
export function framePolicy(script?: string): string {
  return [
    "default-src 'none'",
    `style-src ${hash(STYLE)}`,
    ...(script === undefined ? [] : [`script-src ${hash(script)}`]),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export interface Framed {
  language: string;
  /** As HTML, like `content`. */
  title: string;
  content: string;
  /** Lists need more room than a form of one field. */
  wide?: boolean;
  script?: string;
}

/** A page that works without scripts. */
export function framed({ language, title, content, wide = false, script }: Framed): string {
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <title>${title}</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <main${wide ? ' class="wide"' : ''}>
      <h1>${title}</h1>
      ${content}
    </main>${script === undefined ? '' : `\n    <script>${script}</script>`}
  </body>
</html>
`;
}
