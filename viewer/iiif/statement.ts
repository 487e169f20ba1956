import type { Json } from './json.ts';
import { readLanguageMap, type LanguageMap } from './language.ts';

/** A field of a description, as of `metadata`. */
export interface Statement {
  label: LanguageMap;
  value: LanguageMap;
}

export function readStatement(json: Json): Statement {
  return { label: readLanguageMap(json['label']), value: readLanguageMap(json['value']) };
}
