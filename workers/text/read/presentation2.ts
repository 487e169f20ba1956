type Json = Record<string, unknown>;

/** An Open Annotation of IIIF Presentation 2, in the W3C's words: same meaning, nothing judged. */
export function fromPresentation2(annotation: Json): Json {
  const { resource, on } = annotation;
  const text = [resource].flat().every((one) => isObject(one) && 'chars' in one);
  const result: Json = { type: 'Annotation' };
  put(result, 'id', annotation['@id']);
  put(
    result,
    'motivation',
    each(annotation['motivation'], (motivation) => motivationOf(motivation, text)),
  );
  put(result, 'label', annotation['label']);
  put(result, 'created', annotation['created'] ?? annotation['dcterms:created'] ?? annotation['oa:annotatedAt']);
  put(result, 'modified', annotation['modified'] ?? annotation['dcterms:modified']);
  put(result, 'creator', annotation['creator'] ?? annotation['dcterms:creator'] ?? annotation['oa:annotatedBy']);
  put(result, 'body', each(resource, bodyOf));
  put(result, 'target', each(on, targetOf));
  return result;
}

/** Transcriptions were painted in Presentation 2; in 3 text that is of the page supplements it. */
function motivationOf(motivation: unknown, text: boolean): unknown {
  if (motivation === 'sc:painting') return text ? 'supplementing' : 'painting';
  return typeof motivation === 'string' ? motivation.replace(/^(oa|sc):/, '') : motivation;
}

function bodyOf(body: unknown): unknown {
  if (!isObject(body)) return body;
  const types = new Set([body['@type']].flat());
  if (types.has('oa:Choice')) {
    return {
      type: 'Choice',
      items: [body['default'], body['item']]
        .flat()
        .filter((one) => one !== undefined && one !== 'rdf:nil')
        .map(bodyOf),
    };
  }
  if (types.has('oa:SpecificResource')) return targetOf(body);
  if ('chars' in body) {
    const text: Json = { type: 'TextualBody' };
    if (types.has('oa:Tag')) text['purpose'] = 'tagging';
    put(text, 'value', body['chars']);
    put(text, 'format', body['format']);
    put(text, 'language', body['language']);
    return text;
  }
  return named(body);
}

function targetOf(target: unknown): unknown {
  if (!isObject(target)) return target;
  if (!('full' in target)) return named(target);
  const result: Json = { type: 'SpecificResource' };
  put(result, 'source', isObject(target['full']) ? named(target['full']) : target['full']);
  const selector = target['selector'];
  put(result, 'selector', selector === undefined ? undefined : selectorsOf(selector));
  return result;
}

/** A choice of a rectangle and the outline in it is two ways of saying one place: alternatives, in the W3C's model. */
function selectorsOf(selector: unknown): unknown {
  const all = [selector].flat().flatMap((one) => {
    if (!isObject(one)) return [one];
    if (one['@type'] === 'oa:Choice') return [one['default'], one['item']].flat().filter((part) => part !== undefined);
    return [one];
  });
  const plain = all.map((one) => (isObject(one) ? selectorOf(one) : one));
  return plain.length === 1 ? plain[0] : plain;
}

function selectorOf(selector: Json): Json {
  const { '@type': type, chars, value, ...others } = selector;
  const name = [type].flat().find((one) => typeof one === 'string' && one.endsWith('Selector'));
  const result: Json = { ...others };
  put(result, 'type', typeof name === 'string' ? name.replace(/^(oa|iiif):/, '') : undefined);
  put(result, 'value', value ?? chars);
  return result;
}

function named(resource: Json): Json {
  const { '@id': id, '@type': type, '@context': _, ...others } = resource;
  const result: Json = { ...others };
  put(result, 'id', id ?? resource['id']);
  put(
    result,
    'type',
    each(type, (one) => (typeof one === 'string' ? one.replace(/^(dctypes|dcterms|oa|sc|cnt):/, '') : one)),
  );
  return result;
}

function each(value: unknown, change: (one: unknown) => unknown): unknown {
  return Array.isArray(value) ? value.map(change) : value === undefined ? undefined : change(value);
}

function put(target: Json, key: string, value: unknown): void {
  if (value !== undefined) target[key] = value;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
