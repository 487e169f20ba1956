import type { Writer, WriterRow } from '../../manifests/annotations/writers.ts';
import { ROLES } from '../../manifests/annotations/writers.ts';
import type { AgentKind, Role } from '../../manifests/catalogue/schema.ts';
import { escapeHtml } from '../embed/shells.ts';
import { framed } from './frame.ts';
import { signedIn, whoIsSignedIn } from './page.ts';
import { TOKEN_WORDS } from './token-words.ts';
import type { TokenWords } from './token-words.ts';
import { WORDS } from './words.ts';

/** What the form of a new token held, as it came. */
export interface TokenForm {
  name: string;
  role: Role | null;
  kind: AgentKind;
}

/** Why nothing was done, by the field that is at fault; `last` is a revocation that would leave no administrator. */
export type Refusal = 'badName' | 'badRole' | 'taken' | { last: string };

export interface TokensPage {
  language: string;
  /** Who looks at it. */
  writer: Writer;
  rows: readonly WriterRow[];
  form?: TokenForm;
  refusal?: Refusal;
  /** Whose token was just revoked. */
  revoked?: string;
}

const wordsOf = (language: string): TokenWords => TOKEN_WORDS[language] ?? TOKEN_WORDS['en']!;

/** All tokens, with a form that makes one. */
export function tokensPage(page: TokensPage): string {
  const { language, writer, rows, revoked, refusal } = page;
  const words = wordsOf(language);
  const former = rows.filter((row) => row.revoked !== null);
  const item = (row: WriterRow): string => writerItem(row, { words, language, own: row.id === writer.id });
  const notice =
    typeof refusal === 'object'
      ? `<p role="alert">${escapeHtml(words.last(refusal.last))}</p>`
      : revoked === undefined
        ? ''
        : `<p role="status">${escapeHtml(words.revoked(revoked))}</p>`;
  const content = `<p>${words.intro}</p>
      ${notice}
      ${newToken(page, words)}
      <h2 id="list">${words.list}</h2>
      <ul class="writers" aria-labelledby="list">${rows
        .filter((row) => row.revoked === null)
        .map(item)
        .join('')}</ul>
      ${former.length === 0 ? '' : `<details><summary>${words.former(former.length)}</summary><ul class="writers">${former.map(item).join('')}</ul></details>`}
      ${foot(writer, language)}`;
  return framed({ language, title: words.title, content, wide: true });
}

/** Gives a token to who made it, this once. */
export function madePage(
  language: string,
  { name, token, writer }: { name: string; token: string; writer: Writer },
): string {
  const words = wordsOf(language);
  const content = `<div class="panel">
        <label for="token">${words.token}</label>
        <textarea id="token" readonly rows="2" autofocus autocomplete="off" spellcheck="false" dir="ltr" aria-describedby="hint">${escapeHtml(token)}</textarea>
        <p class="hint" id="hint">${words.madeHint}</p>
        <div class="row"><button type="button" id="copy" hidden>${words.copy}</button><span id="copied" role="status" data-said="${words.copied}"></span></div>
      </div>
      <p><a href="./tokens">${words.back}</a></p>
      ${foot(writer, language)}`;
  return framed({ language, title: escapeHtml(words.made(name)), content, wide: true, script: COPY_SCRIPT });
}

/** For who is signed in without being an administrator. */
export function closedPage(language: string, writer: Writer): string {
  const words = wordsOf(language);
  const content = `<p>${words.closed}</p>${signedIn(writer, language)}<p><a href="./">${(WORDS[language] ?? WORDS['en']!).home}</a></p>`;
  return framed({ language, title: words.title, content });
}

/** The button to copy appears where it works; without scripts the token is there to be selected. */
export const COPY_SCRIPT = `
  const [field, button, said] = ['token', 'copy', 'copied'].map((id) => document.getElementById(id));
  button.hidden = false;
  button.addEventListener('click', async () => {
    field.select();
    // Without HTTPS there is no clipboard, but what is selected can be copied all the same.
    const done = navigator.clipboard ? await navigator.clipboard.writeText(field.value).then(() => true, () => false) : document.execCommand('copy');
    button.focus();
    if (done) said.textContent = said.dataset.said;
  });
`;

function newToken({ form, refusal }: TokensPage, words: TokenWords): string {
  const { name = '', role = 'annotator', kind = 'person' } = form ?? {};
  const wrong = typeof refusal === 'string' ? refusal : undefined;
  const message = wrong === 'taken' ? words.taken(name) : wrong === undefined ? '' : words[wrong];
  const alert = message === '' ? '' : `<p role="alert" id="wrong">${escapeHtml(message)}</p>`;
  const atName = wrong === 'badName' || wrong === 'taken';
  const roles = ROLES.map(
    (one) =>
      `<label class="option"><input type="radio" name="role" value="${one}" required${one === role ? ' checked' : ''} /><span><strong>${words.roles[one].name}</strong> <span class="quiet">${words.roles[one].may}</span></span></label>`,
  );
  return `<form class="panel" method="post" action="./tokens" aria-labelledby="make">
        <h2 id="make">${words.make}</h2>
        ${alert}
        <label for="name">${words.name}</label>
        <input id="name" name="name" value="${escapeHtml(name)}" maxlength="200" required autocomplete="off" spellcheck="false" dir="auto" aria-describedby="${atName ? 'wrong ' : ''}name-hint"${atName ? ' aria-invalid="true" autofocus' : ''} />
        <p class="hint" id="name-hint">${words.nameHint}</p>
        <fieldset${wrong === 'badRole' ? ' aria-describedby="wrong"' : ''}><legend>${words.role}</legend>${roles.join('')}</fieldset>
        <label class="option"><input type="checkbox" name="kind" value="software"${kind === 'software' ? ' checked' : ''} /><span>${words.software}</span></label>
        <button>${words.submit}</button>
      </form>`;
}

function writerItem(
  { id, name, role, kind, created, used, revoked }: WriterRow,
  { words, language, own }: { words: TokenWords; language: string; own: boolean },
): string {
  const shown = escapeHtml(name);
  const marks = [...(own ? [words.you] : []), ...(kind === 'software' ? [words.program] : [])];
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  const time = (date: Date): string => `<time datetime="${date.toISOString()}">${day.format(date)}</time>`;
  const facts = [
    words.roles[role].name,
    `${words.since} ${time(created)}`,
    used ? `${words.used} ${time(used)}` : words.unused,
    ...(revoked ? [`${words.ended} ${time(revoked)}`] : []),
  ];
  const question = `<details><summary aria-label="${escapeHtml(words.confirm(name))} …">${words.revoke}</summary>
        <form class="revoke" method="post" action="./tokens">
          <p>${escapeHtml(words.ask(name))}${own ? ` ${words.askOwn}` : ''}</p>
          <button class="severe" name="revoke" value="${id}">${escapeHtml(words.confirm(name))}</button>
        </form></details>`;
  return `<li>
        <div><p class="name"><bdi>${shown}</bdi>${marks.map((mark) => `<span class="mark">${mark}</span>`).join('')}</p>
        <p class="quiet">${facts.join(' · ')}</p></div>
        ${revoked ? '' : question}
      </li>`;
}

const foot = (writer: Writer, language: string): string => {
  const words = WORDS[language] ?? WORDS['en']!;
  return `<footer class="row"><form method="post" action="./sign-out"><button class="plain">${words.signOut}</button></form><a href="./">${words.home}</a><span class="quiet">${whoIsSignedIn(writer, language)}</span></footer>`;
};
