import { SEARCH1, SEARCH2, search1, search2, terms1, terms2 } from '../../manifests/annotations/documents/search.ts';
import { withKeys } from '../../manifests/annotations/own-iris.ts';
import { MOST, PAGE_SIZE, findTexts } from '../../manifests/annotations/search/find.ts';
import type { Found } from '../../manifests/annotations/search/find.ts';
import { readQuery } from '../../manifests/annotations/search/query.ts';
import { collectionScope } from '../../manifests/annotations/search/selection.ts';
import type { Filters, Scope } from '../../manifests/annotations/search/selection.ts';
import { suggest } from '../../manifests/annotations/search/suggest.ts';
import { InvalidError, NotFoundError, expected } from '../../manifests/errors.ts';
import type { Context, Handler, ObjectHandler, Services } from '../http/context.ts';
import { sendJson } from '../http/send-json.ts';
import { urlsOf } from './places.ts';

type Version = 1 | 2;
const PROFILES: Record<Version, string> = { 1: SEARCH1, 2: SEARCH2 };
const UNDERSTOOD = new Set(['q', 'motivation', 'date', 'user']);
/** Nobody searches for more than that, and the words of it are looked up one by one. */
const LONGEST = 1000;
const NOTHING: Found = { hits: [], total: 0, isCut: false };

/** What is searched, and the address of its service. */
interface Searched {
  scope: Scope;
  service: string;
}

type Answer = (ctx: Context, services: Services, version: Version, searched: Searched) => Promise<void>;

/** Of an object: …/manifests/{object}[/autocomplete] */
export const ofObject =
  (answer: Answer, version: Version): ObjectHandler =>
  (ctx, services, { key, id }) =>
    answer(ctx, services, version, {
      scope: { kind: 'object', key, visitor: 'public' },
      service: urlsOf(ctx, services).search(version, id) ?? '',
    });

/** Of a collection, as far as the public may see it: …/collections/{collection}[/autocomplete] */
export const ofCollection =
  (answer: Answer, version: Version): Handler =>
  async (ctx, services) => {
    const id = ctx.params['collection'] ?? '';
    const scope = await collectionScope(services.runtime.db, id, 'public');
    if (!scope) throw new NotFoundError(`There is no collection ${JSON.stringify(id)}`);
    await answer(ctx, services, version, { scope, service: urlsOf(ctx, services).searchCollection(version, id) });
  };

/** GET /iiif/search/{1,2}/…?q=…: Content Search in what is said of views. */
export const search: Answer = async (ctx, services, version, { scope, service }) => {
  const urls = urlsOf(ctx, services);
  const given = parametersOf(ctx);
  const page = wholeNumber(given, 'page', 1) - 1;
  if (page < 0 || page >= MOST / PAGE_SIZE)
    throw new InvalidError(expected(`a whole number from 1 to ${MOST / PAGE_SIZE}`, 'page', given.get('page')), {
      parameter: 'page',
    });
  const q = given.get('q') ?? '';
  const terms = readQuery(q)?.map((term) => withKeys(term, urls.base));
  const isVain = q.trim() !== '' && !terms;
  const found = isVain
    ? NOTHING
    : await findTexts(services.runtime.db, { scope, terms, page, ...filtersOf(given, urls.base) });
  const answered = {
    service,
    parameters: new URLSearchParams([...given].filter(([name]) => UNDERSTOOD.has(name))),
    page,
    isCollection: scope.kind === 'collection',
    ignored: namesOf(given).filter((name) => !UNDERSTOOD.has(name) && name !== 'page'),
  };
  const document = (version === 1 ? search1 : search2)(found, answered, urls);
  await sendJson(ctx, document, { profile: PROFILES[version] });
};

/** GET …/autocomplete?q=…[&min=…] */
export const autocomplete: Answer = async (ctx, services, version, { scope, service }) => {
  const given = parametersOf(ctx);
  const letters = given.get('q') ?? '';
  if (letters.trim() === '')
    throw new InvalidError(expected('the beginning of a word', 'q', given.get('q') ?? undefined), { parameter: 'q' });
  const filters = filtersOf(given, urlsOf(ctx, services).base);
  const least = wholeNumber(given, 'min', 1);
  const suggestions = await suggest(services.runtime.db, { scope, letters, least, ...filters });
  const understood = [...given].filter(([name]) => UNDERSTOOD.has(name) || name === 'min');
  const document = (version === 1 ? terms1 : terms2)(suggestions, {
    id: `${service}/autocomplete?${new URLSearchParams(understood).toString()}`,
    search: service,
    filters: new URLSearchParams(understood.filter(([name]) => name !== 'q' && name !== 'min')),
    ignored: namesOf(given).filter((name) => !UNDERSTOOD.has(name) && name !== 'min'),
  });
  await sendJson(ctx, document, { profile: PROFILES[version] });
};

const namesOf = (given: URLSearchParams): string[] => [...new Set(given.keys())];

function parametersOf(ctx: Context): URLSearchParams {
  const given = new URLSearchParams(ctx.querystring);
  for (const [name, value] of given)
    if (value.length > LONGEST)
      throw new InvalidError(`${name} has ${value.length} characters, and at most ${LONGEST} are read`, {
        parameter: name,
      });
  return given;
}

function wholeNumber(given: URLSearchParams, name: string, usual: number): number {
  const text = given.get(name) ?? '';
  if (text === '') return usual;
  if (!/^\d{1,6}$/.test(text)) throw new InvalidError(expected('a whole number', name, text), { parameter: name });
  return Number(text);
}

function filtersOf(given: URLSearchParams, base: string): Filters {
  const listed = (name: string): string[] => (given.get(name) ?? '').split(/\s+/).filter((one) => one !== '');
  return {
    // Those of 1.0 may have the prefixes of their vocabularies.
    motivations: listed('motivation').map((one) => one.replace(/^(?:oa|sc):/, '')),
    users: withKeys(listed('user'), base),
    dates: listed('date').map(rangeOf),
  };
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

function rangeOf(text: string): { from: Date; to: Date } {
  const parts = text.split('/');
  const [from, to] = parts.map((part) => new Date(MOMENT.test(part) ? part : Number.NaN));
  if (parts.length === 2 && from && to && Number.isFinite(+from) && Number.isFinite(+to)) return { from, to };
  throw new InvalidError(expected('YYYY-MM-DDThh:mm:ssZ/YYYY-MM-DDThh:mm:ssZ', 'date', text), { parameter: 'date' });
}
