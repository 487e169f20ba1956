const MINIMAL = 'http://www.w3.org/ns/ldp#PreferMinimalContainer';
const IRIS = 'http://www.w3.org/ns/oa#PreferContainedIRIs';
const DESCRIPTIONS = 'http://www.w3.org/ns/oa#PreferContainedDescriptions';

export interface Preference {
  /** No annotations in the answer. */
  minimal: boolean;
  contained: 'iris' | 'descriptions';
  /** Something of this was said in the Prefer header. */
  applied: boolean;
}

/**
 * What a client wants to have of a container (Web Annotation Protocol, 4.2; RFC 7240, 2; LDP 1.0, 7.2). Without a preference it is whole
 * annotations, as 4.2 says that a server SHOULD do; then, and with IRIs, the first page is embedded, and with a minimal container it is a link.
 */
export function preferenceOf(prefer: string): Preference {
  const include =
    /(?:^|[,;\s])return\s*=\s*representation\s*;(?:[^,"]|"[^"]*")*?\binclude\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(
      prefer,
    );
  const wanted = (include?.[1] ?? include?.[2] ?? '').split(/\s+/);
  const minimal = wanted.includes(MINIMAL);
  const iris = wanted.includes(IRIS);
  return {
    minimal,
    contained: iris ? 'iris' : 'descriptions',
    applied: minimal || iris || wanted.includes(DESCRIPTIONS),
  };
}
