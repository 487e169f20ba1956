import type { Canvas } from '../iiif/canvas.ts';
import type { Region } from '../iiif/fragment.ts';
import { word } from '../ui/words.ts';
import { keyOf, readNote, type Note } from './annotation.ts';
import { containerOf, pageOf } from './container.ts';
import { compose, draftOf, newDraft, type Draft } from './draft.ts';
import { NO_FILTER, inSight, passes, type Filter } from './filter.ts';
import { readPages, type Found, type Sight } from './pages.ts';
import { Refused, create, read, remove, replace, type Kept } from './protocol.ts';
import type { Place } from './selector.ts';
import type { Stage, Tool } from './stage.ts';
import { readWriter, type Writer } from './writer.ts';

/** Milliseconds without a movement until what is in sight is asked for. */
const PAUSE = 200;

/** Somebody else changed or deleted what was being written. */
export interface Conflict {
  /** Null where it was deleted. */
  theirs: Kept | null;
}

/** The annotations of one canvas, and what a visitor does with them. Calls whoever listens when anything changes. */
export class Session {
  readonly canvas: Canvas;
  notes: readonly Note[] = [];
  state: 'loading' | 'ready' | 'failed' = 'loading';
  /** Who is signed in; null where nobody is. */
  writer: Writer | null = null;
  selected: string | null = null;
  hovered: string | null = null;
  /** The part of the canvas that is seen; null for all of it. */
  sight: Region | null = null;
  /** Whether there are too many to have them all, and some of those in sight are left out. */
  thinned = false;
  /** Whether the list keeps to what is in sight. */
  following = false;
  labels = false;
  filter: Filter = NO_FILTER;
  hidden: ReadonlySet<string> = new Set();
  tool: Tool | null = null;
  draft: Draft | null = null;
  conflict: Conflict | null = null;
  /** Whether the keyboard draws: then the focus stays on the picture. */
  aiming = false;
  busy = false;
  /** What happened last, to be read out. */
  said = '';
  failure = '';
  /** Takes back what was done last. */
  undo: (() => Promise<void>) | null = null;
  /** Where the page is told which one is chosen. */
  readonly chosen: (key: string | null) => void;
  readonly #listeners = new Set<() => void>();
  #shown: readonly Note[] | null = null;
  #wanted: string | null;
  #leads: boolean;
  #stage: Stage | null = null;
  /** To be brought into sight as soon as there is a stage: a model's code takes longer than its annotations. */
  #leading: Note | null = null;
  #many = false;
  #looking: ReturnType<typeof setTimeout> | undefined;

  /** `wanted` is the key of the one that the page's address names; `leads` tells whether it is to be brought into sight. */
  constructor(canvas: Canvas, wanted: string | null, leads: boolean, chosen: (key: string | null) => void) {
    this.canvas = canvas;
    this.chosen = chosen;
    this.#wanted = wanted;
    this.#leads = leads;
    void this.load();
  }

  listen(listener: () => void, signal: AbortSignal): void {
    this.#listeners.add(listener);
    signal.addEventListener('abort', () => this.#listeners.delete(listener));
  }

  get stage(): Stage | null {
    return this.#stage;
  }

  set stage(stage: Stage | null) {
    this.#stage = stage;
    if (stage === null || this.#leading === null) return;
    stage.lead(this.#leading);
    this.#leading = null;
  }

  /** What layers and filters leave. */
  get shown(): readonly Note[] {
    this.#shown ??= this.notes.filter((note) => !this.hidden.has(note.layer) && passes(note, this.filter));
    return this.#shown;
  }

  /** What the list holds. */
  get listed(): readonly Note[] {
    return this.following ? this.shown.filter((note) => inSight(note, this.sight)) : this.shown;
  }

  find(key: string | null): Note | null {
    return key === null ? null : (this.notes.find((note) => note.key === key) ?? null);
  }

  async load(): Promise<void> {
    const { sight } = this;
    this.state = 'loading';
    this.change();
    const [found, writer] = await Promise.all([readPages(this.canvas, this.#seen()).catch(() => null), readWriter()]);
    this.writer = writer;
    this.state = found === null ? 'failed' : 'ready';
    this.#take(found);
    const wanted = this.find(this.#wanted) ?? (found?.many ? await this.#fetch(this.#wanted) : null);
    if (this.#wanted !== null && wanted === null && found !== null) this.#say(word('annotation.missing'));
    if (wanted !== null) this.select(wanted.key, this.#leads);
    // The picture may have come to rest while they were on their way.
    if (this.#many && sight !== this.sight) void this.#look();
    this.change();
  }

  /** The page's address asks for one. */
  ask(key: string | null): void {
    if (key === this.selected) return;
    this.#wanted = key;
    this.#leads = true;
    if (this.state === 'ready') this.select(key, true);
  }

  select(key: string | null, lead = false): void {
    const note = this.find(key);
    this.selected = note?.key ?? null;
    if (note !== null && this.hidden.has(note.layer)) this.toggleLayer(note.layer);
    if (note !== null && !passes(note, this.filter)) this.setFilter(NO_FILTER);
    this.#leading = lead && this.#stage === null ? note : null;
    if (lead && note !== null) this.#stage?.lead(note);
    this.chosen(this.selected);
    this.change();
  }

  hover(key: string | null): void {
    if (this.hovered === key) return;
    this.hovered = key;
    this.change();
  }

  setSight(sight: Region | null): void {
    this.sight = sight;
    if (this.#many) {
      clearTimeout(this.#looking);
      this.#looking = setTimeout(() => void this.#look(), PAUSE);
    }
    if (this.following) this.change();
  }

  setFilter(filter: Filter): void {
    this.filter = filter;
    this.#shown = null;
    this.change();
  }

  toggleLayer(layer: string): void {
    const hidden = new Set(this.hidden);
    if (!hidden.delete(layer)) hidden.add(layer);
    this.hidden = hidden;
    this.#shown = null;
    this.change();
  }

  set(part: Partial<Pick<Session, 'following' | 'labels' | 'tool'>>): void {
    Object.assign(this, part);
    this.change();
  }

  /** Begins a new one: with `aiming`, in the middle of what is seen, to be moved by keys. */
  begin(tool: Tool, aiming: boolean): void {
    this.select(null);
    this.draft = null;
    this.tool = this.tool === tool && !aiming ? null : tool;
    this.aiming = aiming;
    this.change();
    if (aiming) this.stage?.aim(tool);
  }

  /** A part of the canvas was drawn, or of the one that is being written moved. */
  place(place: Place): void {
    const camera = this.stage?.camera() ?? null;
    this.tool = null;
    this.draft =
      this.draft === null
        ? newDraft({ ...place, camera }, navigator.language.split('-')[0] ?? '')
        : { ...this.draft, ...place };
    this.change();
  }

  write(part: Partial<Draft>): void {
    if (this.draft === null) return;
    this.draft = { ...this.draft, ...part };
    this.change();
  }

  cancel(): void {
    this.tool = null;
    this.draft = null;
    this.conflict = null;
    this.failure = '';
    this.change();
  }

  /** On to the text. */
  describe(): void {
    this.aiming = false;
    this.change();
  }

  async edit(note: Note): Promise<void> {
    await this.#try(async () => {
      const { json, etag } = await read(note.id);
      this.draft = draftOf(json, etag, this.canvas);
      this.tool = null;
      this.aiming = false;
    });
  }

  async save(): Promise<void> {
    const { draft } = this;
    if (draft === null) return;
    await this.#try(async () => {
      const json = compose(draft, this.canvas);
      const { before } = draft;
      const kept =
        before === null
          ? await create(containerOf(this.canvas), json)
          : await replace({ id: before.id, json, etag: before.etag });
      this.#put(kept, before?.id);
      this.cancel();
      this.select(keyOf(kept.id));
      this.#say(
        word('annotation.saved'),
        before === null
          ? async () => this.#drop(kept)
          : async () => this.#put(await replace({ id: kept.id, json: before.json, etag: kept.etag })),
      );
    });
  }

  async remove(note: Note): Promise<void> {
    await this.#try(async () => {
      const kept = await read(note.id);
      await this.#drop(kept);
      this.#say(word('annotation.deleted'), async () => {
        const { id: _id, ...json } = kept.json;
        const again = await create(containerOf(this.canvas), json);
        this.#put(again);
        this.select(keyOf(again.id));
      });
    });
  }

  async takeBack(): Promise<void> {
    const { undo } = this;
    if (undo === null) return;
    await this.#try(async () => {
      this.undo = null;
      await undo();
      this.#say(word('annotation.undone'));
    });
  }

  /** After a conflict: one's own words over theirs, or as a new annotation where theirs is gone. */
  async keepMine(): Promise<void> {
    const theirs = this.conflict?.theirs ?? null;
    const { draft } = this;
    if (draft === null) return;
    if (theirs === null) {
      const { id: _id, ...json } = compose(draft, this.canvas);
      const again = draftOf({ ...json, id: `${this.canvas.id}/new` }, '', this.canvas);
      this.draft = again === null ? null : { ...again, before: null };
    } else if (draft.before !== null) {
      this.draft = { ...draft, before: { ...draft.before, etag: theirs.etag } };
    }
    this.conflict = null;
    await this.save();
  }

  takeTheirs(): void {
    const theirs = this.conflict?.theirs ?? null;
    const before = this.draft?.before;
    if (theirs !== null) this.#put(theirs);
    else if (before) this.#set(this.notes.filter(({ id }) => id !== before.id));
    this.cancel();
  }

  change(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Asks for what is in sight now, where there are too many to have them all. */
  async #look(): Promise<void> {
    const asked = this.sight;
    const found = await readPages(this.canvas, this.#seen()).catch(() => null);
    if (found === null || asked !== this.sight) return;
    const kept = this.find(this.selected);
    this.#take(found);
    if (kept !== null && this.find(kept.key) === null) this.#set([...this.notes, kept]);
  }

  #take(found: Found | null): void {
    this.#many = found?.many ?? false;
    this.thinned = found?.thinned ?? false;
    this.#set(found?.notes ?? []);
  }

  /** The one that the address names, where it is not among those in sight. */
  async #fetch(key: string | null): Promise<Note | null> {
    if (key === null) return null;
    try {
      this.#put(await read(containerOf(this.canvas) + encodeURIComponent(key)));
    } catch {
      return null;
    }
    return this.find(key);
  }

  #seen(): Sight | null {
    const { sight, canvas } = this;
    if (sight === null) return null;
    const [x, y] = [Math.max(0, sight.x), Math.max(0, sight.y)];
    const width = Math.min(canvas.width, sight.x + sight.width) - x;
    const height = Math.min(canvas.height, sight.y + sight.height) - y;
    if (width < 1 || height < 1) return null;
    return { region: { x, y, width, height }, zoom: innerWidth / sight.width };
  }

  async #drop(kept: Pick<Kept, 'id' | 'etag'>): Promise<void> {
    await remove(kept);
    this.#set(this.notes.filter(({ id }) => id !== kept.id));
    this.select(null);
  }

  #put(kept: Kept, before = kept.id): void {
    const page = this.notes.find(({ id }) => id === before)?.page;
    const note = readNote(kept.json, this.canvas, page ?? pageOf(this.canvas));
    if (note === null) return;
    const known = this.notes.some(({ id }) => id === before);
    this.#set(known ? this.notes.map((one) => (one.id === before ? note : one)) : [...this.notes, note]);
  }

  #set(notes: readonly Note[]): void {
    this.notes = notes;
    this.#shown = null;
    this.change();
  }

  #say(text: string, undo: (() => Promise<void>) | null = null): void {
    this.said = text;
    this.undo = undo;
    this.change();
  }

  async #try(action: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.failure = '';
    this.change();
    try {
      await action();
    } catch (error) {
      await this.#refused(error);
    }
    this.busy = false;
    this.change();
  }

  async #refused(error: unknown): Promise<void> {
    if (!(error instanceof Refused)) throw error;
    const before = this.draft?.before;
    const gone = error.status === 404 || error.status === 410;
    if (before && (error.status === 412 || gone)) {
      this.conflict = { theirs: gone ? null : await theirsOf(before.id) };
      return;
    }
    if (error.status === 401) this.writer = null;
    this.failure =
      error.status === 401
        ? word('annotation.signedOut')
        : error.status === 403
          ? word('annotation.notYours')
          : word('annotation.notSaved', { reason: error.message });
  }
}

/** Null where it was deleted meanwhile, too. */
async function theirsOf(id: string): Promise<Kept | null> {
  try {
    return await read(id);
  } catch {
    return null;
  }
}
