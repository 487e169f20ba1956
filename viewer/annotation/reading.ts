import type { Canvas } from '../iiif/canvas.ts';
import type { Region } from '../iiif/fragment.ts';
import { word } from '../ui/words.ts';
import { readNote, type Note } from './annotation.ts';
import { containerOf, pageOf } from './container.ts';
import { NO_FILTER, inSight, passes, type Filter } from './filter.ts';
import { listenToView } from './live.ts';
import { NO_CROWD, readPages, sightOf, type Crowd, type Found } from './pages.ts';
import { Refused, read, type Kept } from './protocol.ts';
import type { Stage } from './stage.ts';

/** Milliseconds without a movement until what is in sight is asked for. */
const PAUSE = 200;
/** Milliseconds that several changes by others are gathered for. */
const GATHER = 400;

/** The annotations of one canvas as a visitor reads them, kept in step with what others write. Calls whoever listens when anything changes. */
export class Reading {
  readonly canvas: Canvas;
  notes: readonly Note[] = [];
  state: 'loading' | 'ready' | 'failed' = 'loading';
  selected: string | null = null;
  hovered: string | null = null;
  /** The part of the canvas that is seen; null for all of it. */
  sight: Region | null = null;
  /** Whether there are too many to have them all, and some of those in sight are left out. */
  thinned = false;
  /** How many are left out, and where. */
  crowd: Crowd = NO_CROWD;
  /** Whether the list keeps to what is in sight. */
  following = false;
  labels = false;
  filter: Filter = NO_FILTER;
  hidden: ReadonlySet<string> = new Set();
  /** The address of the one that the page's address names, where it is not there any more. */
  missing: string | null = null;
  /** What happened last, to be read out. */
  said = '';
  /** Where the page is told which one is chosen. */
  readonly chosen: (key: string | null) => void;
  readonly #listeners = new Set<() => void>();
  readonly #hoverListeners = new Set<() => void>();
  #shown: readonly Note[] | null = null;
  #wanted: string | null;
  #leads: boolean;
  #stage: Stage | null = null;
  /** To be brought into sight as soon as there is a stage: a model's code takes longer than its annotations. */
  #leading: Note | null = null;
  #many = false;
  #zoom = 1;
  #looking: ReturnType<typeof setTimeout> | undefined;
  /** Stops hearing of changes; null while they are not heard of. */
  #deaf: AbortController | null = null;
  /** Of which state of the view the notes are; null where that is not known. */
  #revision: string | null = null;
  #renewing: ReturnType<typeof setTimeout> | undefined;

  /** `wanted` is the key of the one that the page's address names; `leads` tells whether it is to be brought into sight. */
  constructor(canvas: Canvas, wanted: string | null, leads: boolean, chosen: (key: string | null) => void) {
    this.canvas = canvas;
    this.chosen = chosen;
    this.#wanted = wanted;
    this.#leads = leads;
  }

  listen(listener: () => void, signal: AbortSignal): void {
    this.#listeners.add(listener);
    signal.addEventListener('abort', () => this.#listeners.delete(listener));
  }

  /** Hears when another one is hovered, of which `listen` does not: that is many times a second, and changes what two of thousands look like. */
  listenToHover(listener: () => void, signal: AbortSignal): void {
    this.#hoverListeners.add(listener);
    signal.addEventListener('abort', () => this.#hoverListeners.delete(listener));
  }

  /** Whether what others write is heard of: while the annotations are shown, and only where they are this server's own. */
  set live(live: boolean) {
    if (live === (this.#deaf !== null)) return;
    this.#deaf?.abort();
    this.#deaf = live ? new AbortController() : null;
    if (this.#deaf !== null) listenToView(this.canvas, (revision) => this.#hear(revision), this.#deaf.signal);
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

  /** What stands for those that are left out; nothing where layers or filters may have left them out anyway. */
  get crowded(): Crowd {
    return this.filter === NO_FILTER && this.hidden.size === 0 ? this.crowd : NO_CROWD;
  }

  /** What the list holds. */
  get listed(): readonly Note[] {
    return this.following ? this.shown.filter((note) => inSight(note, this.sight)) : this.shown;
  }

  find(key: string | null): Note | null {
    return key === null ? null : (this.notes.find((note) => note.key === key) ?? null);
  }

  /** Reads them all, or what is in sight of very many. They are not ready before `beside` is done, too. */
  async load(beside: Promise<void> = Promise.resolve()): Promise<void> {
    const { sight } = this;
    this.state = 'loading';
    this.change();
    const pages = readPages(this.canvas, sightOf(this.canvas, sight, this.#zoom)).catch(() => null);
    const [found] = await Promise.all([pages, beside]);
    this.state = found === null ? 'failed' : 'ready';
    this.#take(found);
    const wanted = this.find(this.#wanted) ?? (found?.many ? await this.#fetch(this.#wanted) : null);
    const gone = this.#wanted !== null && wanted === null && found !== null;
    this.missing = gone ? containerOf(this.canvas) + encodeURIComponent(this.#wanted ?? '') : null;
    if (gone) this.say(word('annotation.missing'));
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
    if (note !== null) this.missing = null;
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
    for (const listener of this.#hoverListeners) listener();
  }

  /** `zoom`: pixels of the screen to one of the canvas. */
  setSight(sight: Region, zoom: number): void {
    this.sight = sight;
    this.#zoom = zoom;
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

  set(part: Partial<Pick<Reading, 'following' | 'labels'>>): void {
    Object.assign(this, part);
    this.change();
  }

  change(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Takes in one as it is on the server now, in place of the one with the id `before`. */
  protected put(kept: Kept, before = kept.id): void {
    const page = this.notes.find(({ id }) => id === before)?.page;
    const note = readNote(kept.json, this.canvas, page ?? pageOf(this.canvas));
    if (note === null) return;
    const known = this.notes.some(({ id }) => id === before);
    this.setNotes(known ? this.notes.map((one) => (one.id === before ? note : one)) : [...this.notes, note]);
  }

  protected setNotes(notes: readonly Note[]): void {
    this.notes = notes;
    this.#shown = null;
    this.change();
  }

  protected say(text: string): void {
    this.said = text;
    this.change();
  }

  /** Others have written, and what is read is up to date again. */
  protected async renewed(): Promise<void> {}

  #hear(revision: string): void {
    if (revision === this.#revision || this.state === 'loading') return;
    clearTimeout(this.#renewing);
    this.#renewing = setTimeout(() => void this.#look().then(async () => this.renewed()), GATHER);
  }

  /** Asks again for all of them, or for what is in sight now where there are too many; what is read stays chosen. */
  async #look(): Promise<void> {
    const { sight: asked, notes: before } = this;
    const found = await readPages(this.canvas, sightOf(this.canvas, asked, this.#zoom)).catch(() => null);
    // What fails now is heard of again when the connection is there again.
    if (found === null || (this.#many && asked !== this.sight)) return;
    // Something was written here in the meantime, which may not be among them yet.
    if (this.notes !== before) return this.#look();
    const chosen = this.find(this.selected);
    this.#take(found);
    if (chosen === null || this.find(chosen.key) !== null) return;
    if (found.many && (await this.#fetch(chosen.key)) !== null) return;
    this.say(word('annotation.deletedMeanwhile'));
    this.select(null);
  }

  #take(found: Found | null): void {
    this.#many = found?.many ?? false;
    this.thinned = found?.thinned ?? false;
    this.crowd = found?.crowd ?? NO_CROWD;
    this.#revision = found?.revision ?? null;
    this.setNotes(found?.notes ?? []);
  }

  /** The one that the address names, where it is not among those in sight. */
  async #fetch(key: string | null): Promise<Note | null> {
    if (key === null) return null;
    try {
      this.put(await read(containerOf(this.canvas) + encodeURIComponent(key)));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return null;
    }
    return this.find(key);
  }
}
