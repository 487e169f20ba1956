/** The titles of licences and statements are names, given in English as their publishers do. */
const CONDITIONS: Readonly<Record<string, string>> = {
  by: 'Attribution',
  nc: 'NonCommercial',
  nd: 'NoDerivatives',
  sa: 'ShareAlike',
};

const STATEMENTS: Readonly<Record<string, string>> = {
  InC: 'In Copyright',
  'InC-OW-EU': 'In Copyright – EU Orphan Work',
  'InC-EDU': 'In Copyright – Educational Use Permitted',
  'InC-NC': 'In Copyright – Non-Commercial Use Permitted',
  'InC-RUU': 'In Copyright – Rights-holder(s) Unlocatable or Unidentifiable',
  'NoC-CR': 'No Copyright – Contractual Restrictions',
  'NoC-NC': 'No Copyright – Non-Commercial Use Only',
  'NoC-OKLR': 'No Copyright – Other Known Legal Restrictions',
  'NoC-US': 'No Copyright – United States',
  CNE: 'Copyright Not Evaluated',
  UND: 'Copyright Undetermined',
  NKC: 'No Known Copyright',
};

const LICENCE = /^https?:\/\/creativecommons\.org\/licenses\/([a-z-]+)\/(\d\.\d)/;
const PUBLIC_DOMAIN = /^https?:\/\/creativecommons\.org\/publicdomain\/(zero|mark)\/(\d\.\d)/;
const STATEMENT = /^https?:\/\/rightsstatements\.org\/(?:vocab|page)\/([A-Za-z-]+)\//;

/** A readable name for the URI in a manifest's `rights`; the URI itself where it is none of the registered ones. */
export function rightsName(uri: string): string {
  const [, zeroOrMark, domainVersion] = PUBLIC_DOMAIN.exec(uri) ?? [];
  if (zeroOrMark === 'zero') return `Creative Commons Zero ${domainVersion} (CC0)`;
  if (zeroOrMark === 'mark') return `Public Domain Mark ${domainVersion}`;
  const [, code = '', version] = LICENCE.exec(uri) ?? [];
  const conditions = code.split('-').map((part) => CONDITIONS[part]);
  if (code !== '' && conditions.every((condition) => condition !== undefined)) {
    return `Creative Commons ${conditions.join('-')} ${version} (CC ${code.toUpperCase()})`;
  }
  return STATEMENTS[STATEMENT.exec(uri)?.[1] ?? ''] ?? uri;
}
