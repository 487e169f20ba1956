import test from 'ava';
import { Annotated } from './annotated.ts';
import type { Json } from './annotated.ts';

let site: Annotated;
test.before(async (t) => {
  t.timeout(120_000);
  site = await Annotated.start();
});
test.after.always(() => site[Symbol.asyncDispose]());

const text = (value: string): Json => ({ body: { type: 'TextualBody', value } });

/** An annotation of three versions: by Ada, by Edith, and by a program that says which model it used. */
async function threeVersions(): Promise<string> {
  const url = String((await site.post(text('one'))).json['id']);
  await site.ask('PUT', url, site.bearer('editor'), site.annotation(text('two')));
  const generator = { id: 'http://example.org/model', type: 'Software', name: 'Model', softwareVersion: '7' };
  await site.ask('PUT', url, site.bearer('administrator'), site.annotation({ ...text('three'), generator }));
  return url;
}

test.serial('each version has an address at which it stays as it was', async (t) => {
  const url = await threeVersions();
  const before = await site.get(`${url}/versions/1`);
  t.like(before.json, {
    id: `${url}/versions/1`,
    type: ['Annotation', 'Entity'],
    body: { value: 'one' },
    specializationOf: url,
    wasAttributedTo: { name: 'Ada' },
  });
  await site.ask('PUT', url, site.bearer('editor'), site.annotation(text('four')));
  const after = await site.get(`${url}/versions/1`);
  t.is(after.text, before.text);
  t.is(after.headers.get('etag'), before.headers.get('etag'));
  t.like((await site.get(`${url}/versions/4`)).json, { body: { value: 'four' } });
  for (const number of ['0', '5', '01', 'x']) t.is((await site.get(`${url}/versions/${number}`)).status, 404, number);
});

test.serial(
  'the history says in PROV who or what made each version, when, with which model, and of which',
  async (t) => {
    const url = await threeVersions();
    const link = (await site.get(url)).headers.get('link') ?? '';
    t.true(link.includes(`<${url}/versions/>; rel="version-history"`));
    const { json } = await site.get(`${url}/versions/`);
    const versions = json['hadMember'] as Json[];
    t.deepEqual(
      versions.map(({ id, wasDerivedFrom, wasAttributedTo }) => [
        id,
        wasDerivedFrom,
        (wasAttributedTo as Json)['name'],
      ]),
      [
        [`${url}/versions/1`, undefined, 'Ada'],
        [`${url}/versions/2`, `${url}/versions/1`, 'Edith'],
        [`${url}/versions/3`, `${url}/versions/2`, 'administrator'],
      ],
    );
    const activity = versions[2]?.['wasGeneratedBy'] as { wasAssociatedWith: Json[]; endedAtTime: string };
    t.like(activity.wasAssociatedWith[1], {
      id: 'http://example.org/model',
      type: ['Agent', 'SoftwareAgent'],
      name: 'Model',
      softwareVersion: '7',
    });
    t.is(activity.endedAtTime, (await site.get(url)).json['modified'] as string);
    const context = json['@context'] as Json;
    t.is(context['prov'], 'http://www.w3.org/ns/prov#', 'and it says so without another document');
  },
);

test.serial('the history is had as Turtle, too', async (t) => {
  const url = await threeVersions();
  const { text: turtle } = await site.get(`${url}/versions/`, { accept: 'text/turtle' });
  t.true(turtle.includes(`prov:wasDerivedFrom <${url}/versions/1>`), turtle);
  t.true(turtle.includes('schema:softwareVersion "7"'), turtle);
  t.regex(turtle, /prov:endedAtTime "[^"]+"\^\^xsd:dateTime/);
});

test.serial('a former version is brought back as the next one, by its writer or an editor', async (t) => {
  const url = await threeVersions();
  const { headers } = await site.get(url);
  t.is((await site.ask('POST', `${url}/versions/1`, site.bearer('other'))).status, 403);
  const stale = { ...site.bearer('annotator'), 'if-match': '"1.x"' };
  t.is((await site.ask('POST', `${url}/versions/1`, stale)).status, 412);
  const good = { ...site.bearer('annotator'), 'if-match': headers.get('etag') ?? '' };
  const brought = await site.ask('POST', `${url}/versions/1`, good);
  t.is(brought.status, 200);
  t.like(brought.json, { id: url, body: { value: 'one' } });
  t.deepEqual((await site.get(url)).json, brought.json);
  t.is(((await site.get(`${url}/versions/`)).json['hadMember'] as Json[]).length, 4);
});

test.serial('the history of a deleted annotation is gone, but for editors, who bring it back', async (t) => {
  const url = await threeVersions();
  const total = async () => Number((await site.get(site.container)).json['total']);
  const before = await total();
  await site.ask('DELETE', url, site.bearer('editor'));
  for (const address of [url, `${url}/versions/`, `${url}/versions/1`]) {
    t.is((await site.get(address)).status, 410, address);
    t.is((await site.get(address, site.bearer('annotator'))).status, 410, address);
  }
  const { json } = await site.get(`${url}/versions/`, site.bearer('editor'));
  const versions = json['hadMember'] as { wasInvalidatedBy?: { wasAssociatedWith: Json[] } }[];
  t.like(versions.at(-1)?.wasInvalidatedBy?.wasAssociatedWith[0], { name: 'Edith' });
  t.is((await site.ask('POST', `${url}/versions/2`, site.bearer('annotator'))).status, 410);
  t.is((await site.ask('POST', `${url}/versions/2`, site.bearer('editor'))).status, 200);
  t.like((await site.get(url)).json, { body: { value: 'two' } });
  t.is(await total(), before);
});

test.serial('an annotator brings back what they deleted themselves', async (t) => {
  const url = String((await site.post(text('mine'))).json['id']);
  await site.ask('DELETE', url, site.bearer('annotator'));
  t.is((await site.get(`${url}/versions/`)).status, 410);
  t.is((await site.get(`${url}/versions/`, site.bearer('annotator'))).status, 200);
  t.is((await site.ask('POST', `${url}/versions/1`, site.bearer('annotator'))).status, 200);
  t.like((await site.get(url)).json, { body: { value: 'mine' } });
});
