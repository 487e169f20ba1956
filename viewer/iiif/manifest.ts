import { readCanvas, type Canvas } from './canvas.ts';
import { record, records, string } from './json.ts';
import { readLanguageMap, type LanguageMap } from './language.ts';
import { readStatement, type Statement } from './statement.ts';

export interface Link {
  id: string;
  label: LanguageMap;
}

/** What the pages show of a Presentation 3 Manifest. */
export interface Manifest {
  id: string;
  label: LanguageMap;
  summary: LanguageMap;
  metadata: readonly Statement[];
  rights: string | null;
  requiredStatement: Statement | null;
  providers: readonly { label: LanguageMap; homepage: Link | null }[];
  homepages: readonly Link[];
  rightToLeft: boolean;
  canvases: readonly Canvas[];
}

export function readManifest(value: unknown): Manifest {
  const json = record(value);
  return {
    id: string(json['id']) ?? '',
    label: readLanguageMap(json['label']),
    summary: readLanguageMap(json['summary']),
    metadata: records(json['metadata']).map(readStatement),
    rights: string(json['rights']),
    requiredStatement:
      json['requiredStatement'] === undefined ? null : readStatement(record(json['requiredStatement'])),
    providers: records(json['provider']).map((provider) => ({
      label: readLanguageMap(provider['label']),
      homepage: readLinks(provider['homepage'])[0] ?? null,
    })),
    homepages: readLinks(json['homepage']),
    rightToLeft: json['viewingDirection'] === 'right-to-left',
    canvases: records(json['items'])
      .map(readCanvas)
      .filter((canvas) => canvas !== null),
  };
}

function readLinks(value: unknown): Link[] {
  return records(value).flatMap((json) => {
    const id = string(json['id']);
    return id !== null && /^https?:/.test(id) ? [{ id, label: readLanguageMap(json['label']) }] : [];
  });
}
