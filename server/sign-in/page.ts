import type { Writer } from '../../manifests/annotations/writers.ts';
import { escapeHtml } from '../embed/shells.ts';
import { framed } from './frame.ts';
import { TOKEN_WORDS } from './token-words.ts';
import { WORDS } from './words.ts';

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
  const content = writer
    ? signedIn(writer, language)
    : `${notice}<form method="post" action="./sign-in">${field}${back}<button>${words.submit}</button></form>`;
  return framed({ language, title: words.title, content: `${content}<p><a href="./">${words.home}</a></p>` });
}

/** Who is signed in, with the way out. */
export function signedIn(writer: Writer, language: string): string {
  const words = WORDS[language] ?? WORDS['en']!;
  const tokens =
    writer.role === 'administrator'
      ? `<p><a href="./tokens">${(TOKEN_WORDS[language] ?? TOKEN_WORDS['en']!).title}</a></p>`
      : '';
  return `<p>${whoIsSignedIn(writer, language)}</p>${tokens}
      <form method="post" action="./sign-out"><button>${words.signOut}</button></form>`;
}

/** A sentence, as HTML. */
export function whoIsSignedIn({ name, role }: Writer, language: string): string {
  const { signedIn: sentence } = WORDS[language] ?? WORDS['en']!;
  const { roles } = TOKEN_WORDS[language] ?? TOKEN_WORDS['en']!;
  return escapeHtml(sentence(name, roles[role].name));
}
