import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningProgram } from './product.ts';
import { seeded } from './random.ts';
import type { Annotated, Answer, Json } from './server/annotations/annotated.ts';

/** Addresses in documents must not depend on the port, which is another one after each start. */
export const PUBLIC_URL = 'http://museum.example';

export interface Kills {
  seed: number;
  clients: number;
  /** Annotations that each client makes. */
  each: number;
  kills: number;
  /** Lines of the transcription that is imported meanwhile, again and again. */
  lines: number;
}

export interface Survived extends Kills {
  created: number;
  replaced: number;
  deleted: number;
  /** Of one annotation that all clients count up, each only if it has the count that it read. */
  counted: number;
  /** Requests that were not answered, and asked again. */
  unanswered: number;
  imports: { begun: number; killed: number };
  /** Sentences: none, or something is wrong. */
  faults: string[];
}

/** What a client was told last of an annotation; without a value, that it is deleted. */
interface Acknowledged {
  path: string;
  etag: string;
  value?: string;
}

const pathOf = (url: string): string => new URL(url).pathname;

/** Clients that write on one view, with server, database and imports killed in the middle; then all that was acknowledged is looked up. */
export async function writeUnderKills(site: Annotated, kills: Kills): Promise<Survived> {
  return new Ordeal(site, kills).run();
}

class Ordeal {
  readonly #site: Annotated;
  readonly #kills: Kills;
  readonly #random: () => number;
  readonly #acknowledged: Acknowledged[] = [];
  /** Every text that was ever read under an ETag. */
  readonly #texts = new Map<string, string>();
  readonly #result: Survived;
  #counter = '';

  constructor(site: Annotated, kills: Kills) {
    this.#site = site;
    this.#kills = kills;
    this.#random = seeded(kills.seed);
    const counts = { created: 0, replaced: 0, deleted: 0, counted: 0, unanswered: 0 };
    this.#result = { ...kills, ...counts, imports: { begun: 0, killed: 0 }, faults: [] };
  }

  async run(): Promise<Survived> {
    const { clients, each, kills } = this.#kills;
    this.#counter = (await this.#ask('POST', this.#container, { slug: 'count' }, this.#saying('0'))).path;
    const writing = Promise.all(Array.from({ length: clients }, (_, client) => this.#write(client)));
    // What is thrown is met below, and must not end the process before.
    writing.catch(() => {});
    for (let kill = 0; kill < kills; kill++) {
      await this.#until(Math.floor(((kill + 0.5 + this.#random() / 2) / (kills + 1)) * clients * each));
      if (this.#acknowledged.length >= clients * each) this.#fault(`kill ${kill + 1} came after the end`);
      const importing = await this.#beginImport(kill);
      await sleep(this.#random() * 1500);
      importing.kill();
      await Promise.all([this.#site.product.kill(), kill % 2 === 1 ? this.#site.product.killDatabase() : undefined]);
      if ((await importing.finished).code === null) this.#result.imports.killed++;
      await this.#site.product.start();
    }
    await writing;
    const last = await (await this.#beginImport(kills)).finished;
    if (last.code !== 0) this.#fault(`The import that nobody killed ended with ${last.code}: ${last.stderr}`);
    await this.#lookUp();
    return this.#result;
  }

  get #container(): string {
    return `/annotations/${this.#site.view}/`;
  }

  #fault(sentence: string): void {
    this.#result.faults.push(sentence);
  }

  #saying(value: string): Json {
    const target = `${PUBLIC_URL}/iiif/canvas/${this.#site.view}#xywh=10,20,30,40`;
    return this.#site.annotation({ target, body: { type: 'TextualBody', value } });
  }

  async #until(acknowledged: number): Promise<void> {
    for (let waited = 0; this.#acknowledged.length < acknowledged && waited < 120_000; waited += 5) await sleep(5);
  }

  /** Asks until there is an answer: the server is down, or was cut off in the middle, and nothing is known of what was asked. */
  async #ask(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: Json,
  ): Promise<Answer & { path: string; etag: string }> {
    for (;;) {
      const answer = await this.#site
        .ask(method, `${this.#site.url}${path}`, { ...this.#site.bearer('annotator'), ...headers }, body)
        .catch(() => undefined);
      if (answer === undefined) {
        this.#result.unanswered++;
        await sleep(20);
        continue;
      }
      const etag = answer.headers.get('etag') ?? '';
      const location = answer.headers.get('location');
      const at = location === null ? path : pathOf(location);
      if (answer.status < 300 && etag !== '') this.#see(`${at} ${etag}`, answer.text);
      return { ...answer, path: at, etag };
    }
  }

  #see(key: string, text: string): void {
    const known = this.#texts.get(key);
    if (known !== undefined && known !== text) this.#fault(`Two texts under one ETag: ${key}: ${known} and ${text}`);
    this.#texts.set(key, text);
  }

  /**
   * Makes annotations one after the other, each until it is acknowledged; replaces every third, deletes every fifth and counts
   * up at every tenth. What is not answered is sent again under the same name, as a client does that wants it once.
   */
  async #write(client: number): Promise<void> {
    for (let index = 0; index < this.#kills.each; index++) {
      const slug = `c${client}-${index}`;
      const made = await this.#ask('POST', this.#container, { slug }, this.#saying(slug));
      if (made.status !== 201) throw new Error(`${slug}: ${made.status} ${made.text}`);
      this.#result.created++;
      let one: Acknowledged = { path: made.path, etag: made.etag, value: slug };
      if (index % 3 === 0) one = await this.#replace(one, `${slug} again`);
      if (index % 5 === 0) one = await this.#delete(one);
      this.#acknowledged.push(one);
      if (index % 10 === 0) await this.#count(slug);
    }
  }

  async #replace({ path, etag }: Acknowledged, value: string): Promise<Acknowledged> {
    const put = await this.#ask('PUT', path, { 'if-match': etag }, this.#saying(value));
    // It was replaced, and the answer was lost.
    const now = put.status === 412 ? await this.#ask('GET', path) : put;
    if (now.status !== 200) throw new Error(`${path}: ${now.status} ${now.text}`);
    if (valueOf(now) !== value) this.#fault(`412 for the ETag that was given: ${path} says ${valueOf(now)}`);
    this.#result.replaced++;
    return { path, etag: now.etag, value };
  }

  async #delete({ path, etag }: Acknowledged): Promise<Acknowledged> {
    const { status, text } = await this.#ask('DELETE', path, { 'if-match': etag });
    // 410: it was deleted, and the answer was lost.
    if (status !== 204 && status !== 410) throw new Error(`${path}: ${status} ${text}`);
    this.#result.deleted++;
    return { path, etag };
  }

  async #count(who: string): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const read = await this.#ask('GET', this.#counter);
      const value = `${Number.parseInt(valueOf(read), 10) + 1} by ${who}, attempt ${attempt}`;
      const put = await this.#ask('PUT', this.#counter, { 'if-match': read.etag }, this.#saying(value));
      if (put.status === 412) continue;
      if (put.status !== 200) throw new Error(`${this.#counter}: ${put.status} ${put.text}`);
      if (valueOf(put) !== value) this.#fault(`${value} was answered by ${valueOf(put)}`);
      this.#result.counted++;
      return;
    }
  }

  /** `vitrine annotate` with the file of a round, whose lines are others than those of the rounds before. */
  async #beginImport(round: number): Promise<RunningProgram> {
    const path = join(this.#site.product.folder, 'page.xml');
    await writeFile(path, transcription(this.#linesOf(round)));
    this.#result.imports.begun++;
    return this.#site.product.begin('annotate', 'page', path);
  }

  #linesOf(round: number): string[] {
    return Array.from({ length: this.#kills.lines }, (_, line) => `linea ${line} editionis ${round}`);
  }

  async #lookUp(): Promise<void> {
    const all = await this.#held();
    const held = all.filter(({ generator }) => generator === undefined);
    const living = this.#acknowledged.filter(({ value }) => value !== undefined);
    const wanted = [this.#counter, ...living.map(({ path }) => path)];
    this.#compare(
      'annotations',
      wanted,
      held.map(({ id }) => pathOf(String(id))),
    );
    const lines = all.filter(({ generator }) => generator !== undefined);
    const said = lines.map(({ body }) => String(([body].flat()[0] as Json)['value']));
    this.#compare('lines', this.#linesOf(this.#kills.kills), said);
    const { json } = await this.#ask('GET', this.#container);
    if (json['total'] !== all.length) this.#fault(`total is ${String(json['total'])}, and there are ${all.length}`);
    for (const { path, etag, value } of this.#acknowledged) {
      const read = await this.#ask('GET', path);
      if (value === undefined) {
        if (read.status !== 410) this.#fault(`${path} was deleted, and answers ${read.status}`);
      } else if (valueOf(read) !== value || read.etag !== etag)
        this.#fault(`${path} should say ${value} under ${etag}, and says ${valueOf(read)} under ${read.etag}`);
    }
    await this.#lookUpCounter();
  }

  /** Each version counts one more than that before: nobody replaced what he had not read. */
  async #lookUpCounter(): Promise<void> {
    const history = (await this.#ask('GET', `${this.#counter}/versions/`)).json['hadMember'] as Json[];
    for (const { id } of history) {
      const version = await this.#ask('GET', pathOf(String(id)));
      const number = Number(version.path.split('/').at(-1));
      if (Number.parseInt(valueOf(version), 10) !== number - 1)
        this.#fault(`Version ${number} of the counter says ${valueOf(version)}`);
    }
    if (history.length - 1 < this.#result.counted)
      this.#fault(`${this.#result.counted} were counted, and there are ${history.length - 1}`);
  }

  async #held(): Promise<Json[]> {
    const held: Json[] = [];
    for (let page = `${this.#container}?page=0`; page !== '';) {
      const { json } = await this.#ask('GET', page);
      held.push(...(json['items'] as Json[]));
      const next = json['next'];
      page = typeof next === 'string' ? next.slice(PUBLIC_URL.length) : '';
    }
    return held;
  }

  #compare(what: string, wanted: readonly string[], found: readonly string[]): void {
    const [expected, there] = [new Set(wanted), new Set(found)];
    for (const one of expected) if (!there.has(one)) this.#fault(`Of the ${what}, ${one} is lost`);
    for (const one of there)
      if (!expected.has(one)) this.#fault(`Of the ${what}, ${one} is one that nobody was told of`);
    if (found.length !== there.size) this.#fault(`${found.length - there.size} of the ${what} are there twice`);
  }
}

const valueOf = ({ json }: Answer): string => String((json['body'] as Json | undefined)?.['value']);

/** ALTO of a page of the size of the view. */
const transcription = (lines: readonly string[]): string => `<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>pixel</MeasurementUnit>
<Processing ID="P1"><processingSoftware><softwareName>Reader</softwareName><softwareVersion>2.5</softwareVersion></processingSoftware></Processing>
</Description><Layout><Page ID="p" PHYSICAL_IMG_NR="1" WIDTH="600" HEIGHT="400"><PrintSpace><TextBlock ID="b">
${lines
  .map(
    (line, index) => `<TextLine HPOS="10" VPOS="${index % 380}" WIDTH="400" HEIGHT="12">
    <String CONTENT="${line}" HPOS="10" VPOS="${index % 380}" WIDTH="400" HEIGHT="12"/></TextLine>`,
  )
  .join('\n')}
</TextBlock></PrintSpace></Page></Layout></alto>`;
