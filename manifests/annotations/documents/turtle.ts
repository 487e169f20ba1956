import type { JsonObject } from './annotation.ts';
import { PREFIXES, TERMS, TYPES } from './vocabulary.ts';
import type { Term } from './vocabulary.ts';

const TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
const MOTIVATION = 'http://www.w3.org/ns/oa#';

/**
 * A document of ours in Turtle: what a JSON-LD processor makes of it with the context of annotations. Written for that
 * one context, whose terms are a table (vocabulary.ts): it has no nested contexts, reverse properties or language maps, so that
 * a general processor, a writer of Turtle and their 13 packages would be there for this table alone, and would have to be
 * kept from fetching contexts. As there, properties that the context does not define say nothing in RDF and are left out.
 */
export function turtle(document: JsonObject): string {
  const writer = new TurtleWriter();
  writer.subject(document);
  return writer.text();
}

type Statement = [predicate: string, objects: string];

class TurtleWriter {
  readonly #blocks: string[] = [];
  /** Those of which a block was written: two objects of one IRI are one resource. */
  readonly #used = new Set<string>();
  #blank = 0;

  text(): string {
    const all = this.#blocks.join('\n');
    const prefixes = Object.entries(PREFIXES).filter(([prefix]) => this.#used.has(prefix));
    return `${prefixes.map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .`).join('\n')}\n\n${all}`;
  }

  /** Writes all of a resource and gives its name. */
  subject(node: JsonObject): string {
    const { id } = node;
    const name = typeof id === 'string' && id !== '' ? this.#resource(id) : `_:b${this.#blank++}`;
    // Its own block comes before those of what it refers to.
    const place = this.#blocks.push('') - 1;
    const statements = Object.entries(node).flatMap(([key, value]) => this.#statement(key, value));
    const body = statements.map(([predicate, objects]) => `${predicate} ${objects}`).join(' ;\n  ');
    this.#blocks[place] = body === '' ? '' : `${name}\n  ${body} .\n`;
    return name;
  }

  #statement(key: string, value: unknown): Statement[] {
    if (key === 'id' || key === '@context') return [];
    const values = [value].flat().filter((one) => one !== null && one !== undefined);
    if (key === 'type') {
      const types = values.flatMap((one) => this.#type(one));
      return types.length > 0 ? [[this.#iri(TYPE), types.join(', ')]] : [];
    }
    const term = TERMS[key];
    if (!term || values.length === 0) return [];
    const predicate = this.#iri(term.iri);
    if (term.kind === 'list') return [[predicate, `( ${values.map((one) => this.#object(one, 'id')).join(' ')} )`]];
    return [[predicate, values.map((one) => this.#object(one, term.kind)).join(', ')]];
  }

  #type(value: unknown): string[] {
    if (typeof value !== 'string') return [];
    const known = TYPES[value];
    if (known !== undefined) return [this.#iri(known)];
    return isAbsolute(value) ? [this.#iri(value)] : [];
  }

  #object(value: unknown, kind: Term['kind']): string {
    if (typeof value === 'object' && value !== null) return this.subject(value as JsonObject);
    const text = String(value);
    if (kind === 'word' && !isAbsolute(text)) return this.#iri(`${MOTIVATION}${text}`);
    if (kind === 'id' || kind === 'word') return this.#resource(text);
    if (typeof value === 'number')
      return Number.isInteger(value) ? text : `"${text}"^^${this.#iri('http://www.w3.org/2001/XMLSchema#double')}`;
    if (typeof value === 'boolean') return text;
    if (kind === 'dateTime') return `${quoted(text)}^^${this.#iri('http://www.w3.org/2001/XMLSchema#dateTime')}`;
    return quoted(text);
  }

  /** A relative IRI would be resolved against wherever the document is read. */
  #resource(iri: string): string {
    return iri.startsWith('_:') && /^_:[A-Za-z]\w*$/.test(iri) ? iri.replace('_:', '_:c') : this.#iri(iri);
  }

  #iri(iri: string): string {
    for (const [prefix, base] of Object.entries(PREFIXES)) {
      const rest = iri.slice(base.length);
      if (!iri.startsWith(base) || !/^[A-Za-z][\w-]*$/.test(rest)) continue;
      this.#used.add(prefix);
      return `${prefix}:${rest}`;
    }
    return `<${iri.replace(UNFIT, (character) => encodeURIComponent(character))}>`;
  }
}

/** What an IRIREF may not hold (Turtle 1.1, 6.5, production 18). */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const UNFIT = /[\u0000-\u0020<>"{}|^`\\]/g;

const isAbsolute = (iri: string): boolean => /^[a-z][a-z\d+.-]*:/i.test(iri);

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' };

const quoted = (text: string): string => `"${text.replace(/[\n\r\t"\\]/g, (character) => ESCAPES[character] ?? '')}"`;
