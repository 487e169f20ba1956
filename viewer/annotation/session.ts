import { word } from '../ui/words.ts';
import { keyOf, type Note } from './annotation.ts';
import { containerOf } from './container.ts';
import { compose, draftOf, newDraft, type Draft } from './draft.ts';
import { lookAt, readPast, type Past } from './past.ts';
import { Refused, bringBack, create, read, readHistory, remove, replace, type Kept } from './protocol.ts';
import { Reading } from './reading.ts';
import type { Place } from './selector.ts';
import type { Tool } from './stage.ts';
import { readHistoryOf, type Version } from './version.ts';
import type { Figure } from './wkt.ts';
import { readWriter, type Writer } from './writer.ts';

/** Somebody else changed or deleted what was being written. */
export interface Conflict {
  /** Null where it was deleted. */
  theirs: Kept | null;
}

/** What a visitor writes about one canvas, beside what they read of it. */
export class Session extends Reading {
  /** Who is signed in; null where nobody is. */
  writer: Writer | null = null;
  tool: Tool | null = null;
  draft: Draft | null = null;
  /** To be settled before anything else. */
  conflict: Conflict | null = null;
  /** What somebody else did to the one that is being written, while it is: there is time to settle that. */
  overtaken: Conflict | null = null;
  /** Whether the keyboard draws: then the focus stays on the picture. */
  aiming = false;
  busy = false;
  failure = '';
  /** Takes back what was done last. */
  undo: (() => Promise<void>) | null = null;
  /** The history of one, while it is looked at. */
  past: Past | null = null;

  constructor(...args: ConstructorParameters<typeof Reading>) {
    super(...args);
    void this.load();
  }

  override async load(): Promise<void> {
    await super.load(readWriter().then((writer) => void (this.writer = writer)));
  }

  /** Begins a new one: with `aiming`, in the middle of what is seen, to be moved by keys. */
  begin(tool: Tool, aiming: boolean): void {
    this.select(null);
    this.past = null;
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

  /** Begins one about a line that was measured. */
  keep(figure: Figure): void {
    if (this.writer === null) return this.say(word('annotation.signIn'));
    this.past = null;
    this.place({ shape: null, figure });
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
    this.overtaken = null;
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
      this.put(kept, before?.id);
      this.cancel();
      this.select(keyOf(kept.id));
      this.say(
        word('annotation.saved'),
        before === null ? async () => this.#drop(kept) : async () => this.#back(kept.id, 1, kept.etag),
      );
    });
  }

  async remove(note: Note): Promise<void> {
    await this.#try(async () => {
      const kept = await read(note.id);
      await this.#drop(kept);
      this.say(word('annotation.deleted'), async () => this.#back(kept.id, 0, null));
    });
  }

  async takeBack(): Promise<void> {
    const { undo } = this;
    if (undo === null) return;
    await this.#try(async () => {
      this.undo = null;
      await undo();
      this.say(word('annotation.undone'));
    });
  }

  async openPast(id: string): Promise<void> {
    await this.#try(async () => {
      this.past = await readPast(id);
      const [last] = this.past.versions;
      if (last !== undefined) this.past = await lookAt(this.past, last, this.canvas);
    });
  }

  /** Looks at a version of the history that is open, or at none. */
  async lookAt(version: Version | null): Promise<void> {
    const { past } = this;
    if (past === null) return;
    await this.#try(async () => {
      const looked = version === null ? { ...past, looked: null } : await lookAt(past, version, this.canvas);
      if (this.past === past) this.past = looked;
    });
  }

  closePast(): void {
    this.past = null;
    this.change();
  }

  /** Makes a former version the present one. */
  async restore({ id: version }: Version): Promise<void> {
    const { past } = this;
    if (past === null) return;
    await this.#try(async () => {
      const kept = await bringBack(version, past.id, null);
      this.put(kept);
      this.past = null;
      this.select(keyOf(kept.id));
      const undo = async (): Promise<void> =>
        past.deletion === null ? this.#back(kept.id, 1, kept.etag) : this.#drop(kept);
      this.say(word('annotation.broughtBack'), undo);
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
    if (theirs !== null) this.put(theirs);
    else if (before) this.setNotes(this.notes.filter(({ id }) => id !== before.id));
    this.cancel();
  }

  /** Looks at what somebody else did meanwhile, and back at what is being written. */
  compare(): void {
    [this.conflict, this.overtaken] = [this.overtaken, this.conflict];
    this.change();
  }

  protected override say(text: string, undo: (() => Promise<void>) | null = null): void {
    this.undo = undo;
    super.say(text);
  }

  /** What is being written stays as it is, whatever others did to it. */
  protected override async renewed(): Promise<void> {
    const before = this.draft?.before;
    if (!before || this.busy || this.conflict !== null) return;
    const found = await theirsOf(before.id);
    if (found === null || this.draft?.before !== before || found.theirs?.etag === before.etag) return;
    this.overtaken = found;
    this.change();
  }

  /** Makes the version that is so many before the last one the present one; of a deleted annotation, 0 is what was deleted. */
  async #back(id: string, before: number, etag: string | null): Promise<void> {
    const version = readHistoryOf(await readHistory(id)).versions[before];
    if (version === undefined) return;
    this.put(await bringBack(version.id, id, etag));
    this.select(keyOf(id));
  }

  async #drop(kept: Pick<Kept, 'id' | 'etag'>): Promise<void> {
    await remove(kept);
    this.setNotes(this.notes.filter(({ id }) => id !== kept.id));
    this.select(null);
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
      this.conflict = gone ? { theirs: null } : await theirsOf(before.id);
      if (this.conflict !== null) return;
    }
    if (error.status === 401) this.writer = null;
    this.failure =
      error.status === 401
        ? word('annotation.signedOut')
        : error.status === 403
          ? word('annotation.notYours')
          : error.status === 412
            ? word('annotation.conflict')
            : word('annotation.notSaved', { reason: error.message });
  }
}

/** Null where that cannot be told now. */
async function theirsOf(id: string): Promise<Conflict | null> {
  try {
    return { theirs: await read(id) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.status === 404 || error.status === 410 ? { theirs: null } : null;
  }
}
