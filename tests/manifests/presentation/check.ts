/**
 * What Presentation 3.0 demands (each MUST and MUST NOT of sections 3 to 5) of the resources that we write, as @iiif/parser
 * exports no validator. Returns what is wrong, each with its place in the document.
 */
export function check(document: unknown): string[] {
  const wrong: string[] = [];
  const ids = new Set<string>();

  function fail(at: string, what: string): void {
    wrong.push(`${at}: ${what}`);
  }

  function object(value: unknown, at: string): Record<string, unknown> {
    if (isRecord(value)) return value;
    fail(at, 'must be an object');
    return {};
  }

  function list(value: unknown, at: string, each: (item: Record<string, unknown>, at: string) => void): void {
    if (!Array.isArray(value)) return fail(at, 'must be an array');
    if (value.length === 0) fail(at, 'must have an item, or not be there');
    for (const [i, item] of value.entries()) each(object(item, `${at}[${i}]`), `${at}[${i}]`);
  }

  function keys(of: Record<string, unknown>, at: string, required: string[], allowed: string[]): void {
    for (const key of required) if (of[key] === undefined) fail(at, `must have ${key}`);
    for (const key of Object.keys(of)) {
      if (!required.includes(key) && !allowed.includes(key)) fail(at, `must not have ${key}`);
      if (of[key] === undefined || of[key] === null) fail(at, `${key} has no value`);
    }
  }

  function uri(value: unknown, at: string): void {
    if (typeof value !== 'string' || !/^https?:\/\/[^\s/]/.test(value) || !URL.canParse(value)) {
      fail(at, `must be an HTTP(S) URI, and is ${JSON.stringify(value)}`);
    }
  }

  function unique(value: unknown, at: string): void {
    uri(value, at);
    if (typeof value !== 'string') return;
    if (value.includes('#')) fail(at, 'must not have a fragment');
    if (ids.has(value)) fail(at, `must be unique, and ${value} is not`);
    ids.add(value);
  }

  function languages(value: unknown, at: string, html: boolean): void {
    const map = object(value, at);
    if (Object.keys(map).length === 0) fail(at, 'must have a language or none');
    for (const [language, values] of Object.entries(map)) {
      if (!/^(none|[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*)$/.test(language)) fail(at, `${language} is no language`);
      if (!Array.isArray(values) || values.length === 0) fail(at, `${language} must be an array of strings`);
      else for (const text of values) words(text, `${at}.${language}`, html);
    }
  }

  function words(text: unknown, at: string, html: boolean): void {
    if (typeof text !== 'string') return fail(at, 'must be a string');
    if (!text.isWellFormed()) fail(at, 'must be valid Unicode');
    if (html && text.startsWith('<') && text.endsWith('>')) markup(text, at);
  }

  /** Well-formed XML of one element, with the tags and attributes of 4.5 alone. */
  function markup(text: string, at: string): void {
    const open: string[] = [];
    let rest = text;
    while (rest !== '') {
      if (open.length === 0 && rest !== text) return fail(at, 'must be one element');
      const tag = /^<(\/?)([a-z]+)((?: [a-z]+="[^"<>]*")*)( ?\/)?>/.exec(rest);
      if (!tag && rest.startsWith('<')) return fail(at, `must be well-formed at ${rest.slice(0, 20)}`);
      if (!tag) {
        const plain = /^[^<]+/.exec(rest)?.[0] ?? rest;
        if (plain.includes('>') || /&(?!(?:amp|lt|gt|quot|#\d+);)/.test(plain)) return fail(at, 'must be escaped');
        rest = rest.slice(plain.length);
        continue;
      }
      const [all, end, name = '', attributes = '', empty] = tag;
      if (!['a', 'b', 'br', 'i', 'img', 'p', 'small', 'span', 'sub', 'sup'].includes(name))
        fail(at, `must not hold ${name}`);
      for (const [, key = '', value = ''] of attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)) {
        if (!['a href', 'img src', 'img alt'].includes(`${name} ${key}`)) fail(at, `${name} must not have ${key}`);
        if (key === 'href' && !/^(https?:|mailto:)/i.test(value)) fail(at, `must not link to ${value}`);
      }
      if (end && open.pop() !== name) return fail(at, `must be well-formed: ${name} is closed and was not open`);
      if (!end && !empty) open.push(name);
      rest = rest.slice(all.length);
    }
    if (open.length > 0) fail(at, `must be well-formed: ${open.join(', ')} not closed`);
  }

  function pairs(value: unknown, at: string): void {
    const { label, value: words_ } = object(value, at);
    keys(object(value, at), at, ['label', 'value'], []);
    languages(label, `${at}.label`, false);
    languages(words_, `${at}.value`, true);
  }

  function pixels(of: Record<string, unknown>, at: string): void {
    for (const key of ['width', 'height']) {
      const value = of[key];
      if (typeof value !== 'number' || !Number.isInteger(value) || value <= 0)
        fail(at, `${key} must be a positive integer`);
    }
  }

  function service(of: Record<string, unknown>, at: string): void {
    keys(of, at, ['id', 'type', 'profile'], ['width', 'height', 'sizes']);
    uri(of['id'], `${at}.id`);
    if (of['type'] !== 'ImageService3') fail(at, 'type must be ImageService3');
    if (of['profile'] !== 'level2') fail(at, 'profile must be level2');
    if (of['sizes'] !== undefined) list(of['sizes'], `${at}.sizes`, pixels);
  }

  function image(of: Record<string, unknown>, at: string): void {
    keys(of, at, ['id', 'type', 'format', 'width', 'height', 'service'], ['label']);
    uri(of['id'], `${at}.id`);
    if (of['type'] !== 'Image') fail(at, 'type must be Image');
    pixels(of, at);
    if (of['label'] !== undefined) languages(of['label'], `${at}.label`, false);
    list(of['service'], `${at}.service`, service);
  }

  function link(of: Record<string, unknown>, at: string, types: string[]): void {
    keys(of, at, ['id', 'type', 'label'], ['format', 'profile']);
    uri(of['id'], `${at}.id`);
    if (!types.includes(String(of['type']))) fail(at, `type must be one of ${types.join(', ')}`);
    languages(of['label'], `${at}.label`, false);
  }

  function agent(of: Record<string, unknown>, at: string): void {
    keys(of, at, ['id', 'type', 'label'], ['homepage', 'logo', 'seeAlso']);
    if (of['type'] !== 'Agent') fail(at, 'type must be Agent');
    languages(of['label'], `${at}.label`, false);
    if (of['homepage'] !== undefined)
      list(of['homepage'], `${at}.homepage`, (page, where) => link(page, where, ['Text']));
    if (of['logo'] !== undefined) {
      list(of['logo'], `${at}.logo`, (logo, where) => {
        keys(logo, where, ['id', 'type'], ['service']);
        uri(logo['id'], `${where}.id`);
      });
    }
  }

  /** Section 3.1 to 3.3: what any resource may have, wherever it may have it. */
  function common(of: Record<string, unknown>, at: string): void {
    if (of['label'] !== undefined) languages(of['label'], `${at}.label`, false);
    if (of['summary'] !== undefined) languages(of['summary'], `${at}.summary`, true);
    if (of['metadata'] !== undefined) list(of['metadata'], `${at}.metadata`, pairs);
    if (of['requiredStatement'] !== undefined) pairs(of['requiredStatement'], `${at}.requiredStatement`);
    if (of['rights'] !== undefined) uri(of['rights'], `${at}.rights`);
    if (of['provider'] !== undefined) list(of['provider'], `${at}.provider`, agent);
    if (of['thumbnail'] !== undefined) list(of['thumbnail'], `${at}.thumbnail`, image);
    if (of['homepage'] !== undefined)
      list(of['homepage'], `${at}.homepage`, (page, where) => link(page, where, ['Text']));
    if (of['rendering'] !== undefined) {
      list(of['rendering'], `${at}.rendering`, (file, where) =>
        link(file, where, ['Image', 'Text', 'Dataset', 'Model']),
      );
    }
    if (of['partOf'] !== undefined) {
      list(of['partOf'], `${at}.partOf`, (whole, where) => link(whole, where, ['Manifest', 'Collection']));
    }
    const { navDate, behavior, viewingDirection } = of;
    if (navDate !== undefined && !/^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(string(navDate))) {
      fail(at, `navDate must be an XSD dateTime with a time zone, and is ${JSON.stringify(navDate)}`);
    }
    if (behavior !== undefined && !(Array.isArray(behavior) && behavior.every((each) => typeof each === 'string'))) {
      fail(at, 'behavior must be an array of strings');
    }
    const directions = ['left-to-right', 'right-to-left', 'top-to-bottom', 'bottom-to-top'];
    if (viewingDirection !== undefined && !directions.includes(string(viewingDirection))) {
      fail(at, `viewingDirection must be one of ${directions.join(', ')}`);
    }
  }

  /** Of a class that section 3.2 has beside Image. */
  function model(of: Record<string, unknown>, at: string): void {
    keys(of, at, ['id', 'type', 'format'], ['label']);
    uri(of['id'], `${at}.id`);
    if (of['label'] !== undefined) languages(of['label'], `${at}.label`, false);
  }

  const content = (of: Record<string, unknown>, at: string): void => (of['type'] === 'Model' ? model : image)(of, at);

  function body(of: Record<string, unknown>, at: string): void {
    if (of['type'] !== 'Choice') return content(of, at);
    keys(of, at, ['type', 'items'], []);
    list(of['items'], `${at}.items`, content);
  }

  function painting(of: Record<string, unknown>, at: string, canvasOf: Record<string, unknown>): void {
    keys(of, at, ['id', 'type', 'motivation', 'body', 'target'], []);
    unique(of['id'], `${at}.id`);
    if (of['type'] !== 'Annotation') fail(at, 'type must be Annotation');
    if (of['motivation'] !== 'painting') fail(at, 'motivation must be painting');
    body(object(of['body'], `${at}.body`), `${at}.body`);
    const [target, fragment, ...more] = String(of['target']).split('#');
    if (target !== canvasOf['id'] || more.length > 0) fail(at, 'target must be its canvas');
    if (fragment === undefined) return;
    const box = /^xywh=(\d+),(\d+),(\d+),(\d+)$/.exec(fragment)?.slice(1).map(Number);
    const [x = 0, y = 0, width = 0, height = 0] = box ?? [];
    if (width === 0 || height === 0) fail(at, `target must be a region of pixels, and is ${fragment}`);
    if (x + width > Number(canvasOf['width']) || y + height > Number(canvasOf['height'])) {
      fail(at, `target must be inside of its canvas, and is ${fragment}`);
    }
  }

  function canvas(of: Record<string, unknown>, at: string, top: boolean): void {
    const required = ['id', 'type', 'label', 'width', 'height', 'items'];
    const optional = ['metadata', 'thumbnail', 'placeholderCanvas', 'rendering', 'annotations'];
    keys(of, at, top ? ['@context', ...required, 'partOf'] : required, optional);
    if (of['annotations'] !== undefined) {
      // 5.5: of a page that is elsewhere, its items are there too.
      list(of['annotations'], `${at}.annotations`, (page, where) => link(page, where, ['AnnotationPage']));
    }
    if (of['placeholderCanvas'] !== undefined) {
      const held = object(of['placeholderCanvas'], `${at}.placeholderCanvas`);
      canvas(held, `${at}.placeholderCanvas`, false);
      if (held['placeholderCanvas'] !== undefined) fail(at, 'a placeholderCanvas must not have one itself');
    }
    unique(of['id'], `${at}.id`);
    pixels(of, at);
    common(of, at);
    if (Array.isArray(of['items']) && of['items'].length === 0) return;
    list(of['items'], `${at}.items`, (page, where) => {
      keys(page, where, ['id', 'type', 'items'], []);
      unique(page['id'], `${where}.id`);
      if (page['type'] !== 'AnnotationPage') fail(where, 'type must be AnnotationPage');
      list(page['items'], `${where}.items`, (item, place) => painting(item, place, of));
    });
  }

  /** Content Search 2.0, 3.1 and 5.1, and 1.0, 3.1 and 4.1. */
  function search(of: Record<string, unknown>, at: string): void {
    if (of['type'] === 'SearchService2') {
      keys(of, at, ['id', 'type', 'service'], []);
      unique(of['id'], `${at}.id`);
      list(of['service'], `${at}.service`, (one, where) => {
        keys(one, where, ['id', 'type'], []);
        unique(one['id'], `${where}.id`);
        if (one['type'] !== 'AutoCompleteService2') fail(where, 'type must be AutoCompleteService2');
      });
      return;
    }
    keys(of, at, ['@context', '@id', '@type', 'profile', 'service'], []);
    unique(of['@id'], `${at}.@id`);
    if (of['@context'] !== 'http://iiif.io/api/search/1/context.json') fail(at, 'the context must be that of Search 1');
    if (of['profile'] !== 'http://iiif.io/api/search/1/search') fail(at, 'the profile must be that of Search 1');
    list(of['service'], `${at}.service`, (one, where) => {
      keys(one, where, ['@id', '@type', 'profile'], []);
      unique(one['@id'], `${where}.@id`);
      if (one['profile'] !== 'http://iiif.io/api/search/1/autocomplete') fail(where, 'must be for completion');
    });
  }

  function manifest(of: Record<string, unknown>): void {
    const optional = ['metadata', 'summary', 'requiredStatement', 'rights', 'provider', 'thumbnail', 'navDate'];
    const more = ['viewingDirection', 'behavior', 'homepage', 'rendering', 'partOf', 'service'];
    keys(of, 'manifest', ['@context', 'id', 'type', 'label', 'items'], [...optional, ...more]);
    unique(of['id'], 'id');
    common(of, 'manifest');
    if (of['service'] !== undefined) list(of['service'], 'service', search);
    list(of['items'], 'items', (item, at) => {
      if (item['type'] !== 'Canvas') fail(at, 'type must be Canvas');
      canvas(item, at, false);
    });
  }

  function collection(of: Record<string, unknown>): void {
    keys(of, 'collection', ['@context', 'id', 'type', 'label', 'items'], ['summary', 'partOf', 'thumbnail', 'service']);
    unique(of['id'], 'id');
    common(of, 'collection');
    if (of['service'] !== undefined) list(of['service'], 'service', search);
    if (!Array.isArray(of['items'])) return fail('items', 'must be an array');
    for (const [i, item] of of['items'].entries()) {
      const member = object(item, `items[${i}]`);
      keys(member, `items[${i}]`, ['id', 'type', 'label'], ['thumbnail', 'navDate']);
      unique(member['id'], `items[${i}].id`);
      if (member['type'] !== 'Manifest' && member['type'] !== 'Collection')
        fail(`items[${i}]`, 'type must be Manifest or Collection');
      common(member, `items[${i}]`);
    }
  }

  const top = object(document, 'document');
  if (Object.keys(top)[0] !== '@context') fail('document', '@context must come first');
  if (top['@context'] !== 'http://iiif.io/api/presentation/3/context.json')
    fail('document', '@context must be that of version 3');
  if (top['type'] === 'Manifest') manifest(top);
  else if (top['type'] === 'Collection') collection(top);
  else if (top['type'] === 'Canvas') canvas(top, 'canvas', true);
  else fail('document', 'type must be Manifest, Collection or Canvas');
  return wrong;
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
