import type { Format } from '../../../../server/image/request.ts';
import type { Feature, Service } from './feature.ts';
import { HTTP, INFO, PREFERRED, errors } from './http-features.ts';
import { REGIONS, ROTATIONS, SIZES2, SIZES3, formatFeatures, qualities, square } from './image-features.ts';

export interface Section {
  title: string;
  features: readonly Feature[];
}

export interface Line {
  section: string;
  feature: Feature;
  came: string;
  /** What is wrong. */
  gap?: string;
}

/** Every feature of the version's compliance document, whatever else its specification says, and what is beyond it. */
export function sections(version: Service['version'], formats: readonly Format[]): Section[] {
  const is3 = version === '3.0';
  return [
    { title: 'Region', features: [...REGIONS, square(is3 ? 'required' : 'optional')] },
    { title: 'Size', features: is3 ? SIZES3 : SIZES2 },
    { title: 'Rotation', features: ROTATIONS },
    { title: 'Quality', features: qualities(is3 ? 'optional' : 'required') },
    { title: 'Format', features: formatFeatures(formats) },
    { title: 'HTTP', features: HTTP },
    { title: 'info.json', features: is3 ? [...INFO, PREFERRED] : INFO },
    { title: 'Errors', features: errors(version) },
  ];
}

export async function tryAll(service: Service, formats: readonly Format[]): Promise<Line[]> {
  const lines: Line[] = [];
  for (const { title, features } of sections(service.version, formats)) {
    for (const feature of features) {
      try {
        lines.push({ section: title, feature, came: await feature.check(service) });
      } catch (error) {
        const gap = (error as Error).message;
        lines.push({ section: title, feature, came: gap, gap });
      }
    }
  }
  return lines;
}

export function tableOf(version: Service['version'], lines: readonly Line[]): string {
  const rows = lines.map(({ section, feature: { name, level, asked }, came, gap }, i) => {
    const first = lines[i - 1]?.section === section ? '' : `**${section}**`;
    const shown = asked.includes('`') || asked.includes(' ') || asked.startsWith('(') ? asked : `\`${asked}\``;
    return `| ${first} | ${name} | ${level} | ${shown} | ${came} | ${gap === undefined ? 'yes' : '**no**'} |`;
  });
  return [
    `### ${version}`,
    '',
    '| | feature | level 2 | asked | came | state |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
