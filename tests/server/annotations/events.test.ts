import test from 'ava';
import { Annotated } from './annotated.ts';

let site: Annotated;
test.before(async (t) => {
  t.timeout(120_000);
  site = await Annotated.start();
});
test.after.always(() => site[Symbol.asyncDispose]());

interface Told {
  view: string;
  revision: string;
}

/** What is told of a view, one after the other. */
async function* toldOf(view: string, signal: AbortSignal): AsyncGenerator<Told, void> {
  const response = await fetch(`${site.url}/api/events?view=${view}`, { signal });
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^event: annotations\ndata: (.*)$/.exec(event)?.[1];
      if (data !== undefined) yield JSON.parse(data) as Told;
    }
  }
}

test.serial('who listens to a view is told of each change, of projects too, and of no other', async (t) => {
  t.timeout(60_000);
  const closing = new AbortController();
  const told = toldOf(site.view, closing.signal);
  const next = async (): Promise<string> => {
    const { value } = await told.next();
    t.is(value?.view, site.view);
    return value?.revision ?? '';
  };
  const revisions = [await next()];
  const made = await site.post();
  revisions.push(await next());
  const id = String(made.json['id']);
  await site.ask('PUT', id, site.bearer('annotator'), site.annotation({ bodyValue: 'other', body: undefined }));
  revisions.push(await next());
  const project = await site.project('listened');
  await site.post({ target: 'http://example.org/elsewhere' }, { container: project });
  await site.post({}, { container: project });
  revisions.push(await next());
  await site.ask('DELETE', id, site.bearer('annotator'));
  revisions.push(await next());
  t.is(new Set(revisions).size, revisions.length, 'each has another revision');
  closing.abort();
});

test.serial('an annotation without text, and one that goes to another target, are told, too', async (t) => {
  const closing = new AbortController();
  const told = toldOf(site.view, closing.signal);
  const { value: before } = await told.next();
  const made = await site.post({ body: undefined, motivation: 'highlighting' });
  const { value: after } = await told.next();
  t.not(after?.revision, before?.revision);
  const target = 'http://example.org/elsewhere';
  await site.ask('PUT', String(made.json['id']), site.bearer('annotator'), site.annotation({ target }));
  const { value: gone } = await told.next();
  t.not(gone?.revision, after?.revision);
  closing.abort();
});

test.serial('many changes at once are told together, and the last of them is told', async (t) => {
  t.timeout(60_000);
  const closing = new AbortController();
  const told = toldOf(site.view, closing.signal);
  await told.next();
  await Promise.all(Array.from({ length: 40 }, () => site.post()));
  const { value: end } = await toldOf(site.view, closing.signal).next();
  let news = 0;
  for (let revision = ''; revision !== end?.revision; news++) revision = (await told.next()).value?.revision ?? '';
  t.true(news < 40, `${news} times`);
  closing.abort();
});

test.serial('the stream ends when the object is withdrawn, and is closed from then on', async (t) => {
  t.timeout(60_000);
  const told = toldOf(site.view, AbortSignal.timeout(50_000));
  await told.next();
  await site.product.run('edit', 'page', '--state', 'draft');
  t.true((await told.next()).done);
  t.is((await site.get(`${site.url}/api/events?view=${site.view}`)).status, 404);
  t.is((await site.get(`${site.url}/api/events?view=vnone`)).status, 404);
});
