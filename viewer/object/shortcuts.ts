export interface Actions {
  pan: (right: number, down: number) => void;
  zoom: (factor: number) => void;
  home: () => void;
  rotate: () => void;
  fullScreen: () => void;
  turnPage: (step: number) => void;
  information: () => void;
  search: () => void;
  annotate: () => void;
  help: () => void;
}

/** Parts of the visible picture that an arrow key moves it by, and how much nearer a plus brings it. */
const STEP = 0.15;
export const ZOOM = 1.6;

/** Where keys belong to what is typed into. */
const TYPED_INTO = 'input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]';

const KEYS: Readonly<Record<string, (actions: Actions) => void>> = {
  ArrowLeft: ({ pan }) => pan(-STEP, 0),
  ArrowRight: ({ pan }) => pan(STEP, 0),
  ArrowUp: ({ pan }) => pan(0, -STEP),
  ArrowDown: ({ pan }) => pan(0, STEP),
  '+': ({ zoom }) => zoom(ZOOM),
  // The key under the plus on many keyboards, without Shift.
  '=': ({ zoom }) => zoom(ZOOM),
  '-': ({ zoom }) => zoom(1 / ZOOM),
  '0': ({ home }) => home(),
  r: ({ rotate }) => rotate(),
  f: ({ fullScreen }) => fullScreen(),
  n: ({ turnPage }) => turnPage(1),
  p: ({ turnPage }) => turnPage(-1),
  i: ({ information }) => information(),
  s: ({ search }) => search(),
  '/': ({ search }) => search(),
  a: ({ annotate }) => annotate(),
  '?': ({ help }) => help(),
};

type Table = Readonly<Record<string, () => void>>;

/** What a table says to a key; there, Shift counts only with the arrows, as letters and signs need it themselves. */
export function keyed(
  table: Table,
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
): (() => void) | undefined {
  return table[key.length === 1 ? key.toLowerCase() : shiftKey ? `Shift+${key}` : key];
}

/** Does what the key says, first by the `own` keys of what is shown. Arrow keys stay with the panel while the focus is in it, where they scroll. */
export function handleKey(event: KeyboardEvent, actions: Actions, own: Table = {}): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const path = event.composedPath().filter((target) => target instanceof Element);
  if (path.some((element) => element.matches(TYPED_INTO))) return;
  const arrow = event.key.startsWith('Arrow');
  if (arrow && path.some((element) => element.matches('vitrine-sheet, fieldset, [role=listbox], [type=range]'))) return;
  const common = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  const action = keyed(own, event) ?? (common === undefined ? undefined : () => common(actions));
  if (action === undefined) return;
  event.preventDefault();
  action();
}
