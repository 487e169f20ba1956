import { UnreadableError } from '../../../../manifests/errors.ts';
import type { Findings } from '../findings.ts';
import type { Document } from './document.ts';

const READ: ReadonlySet<string> = new Set([
  'EXT_mesh_gpu_instancing',
  'EXT_meshopt_compression',
  'EXT_texture_avif',
  'EXT_texture_webp',
  'KHR_draco_mesh_compression',
  'KHR_materials_emissive_strength',
  'KHR_materials_pbrSpecularGlossiness',
  'KHR_materials_unlit',
  'KHR_mesh_quantization',
  'KHR_meshopt_compression',
  'KHR_texture_basisu',
  'KHR_texture_transform',
]);
/** Gloss and light: without them, the shape and its colours are right. */
const OF_LOOKS = /^KHR_(materials_|lights_|xmp)/;

/** Throws UnreadableError for an extension that is required (3.12) and would make triangles that are not read, or wrong ones. */
export function checkExtensions(document: Document, findings: Findings): void {
  document.root.list('extensionsRequired').forEach((name, i) => {
    if (typeof name === 'string' && (READ.has(name) || OF_LOOKS.test(name))) return;
    throw new UnreadableError(
      `/extensionsRequired/${i}: the file needs the extension ${JSON.stringify(name)?.slice(0, 80)}, which is not read. Export it without that.`,
    );
  });
  document.root.list('extensionsUsed').forEach((name, i) => {
    if (typeof name !== 'string' || READ.has(name)) return;
    findings.add(
      'ignored-extensions',
      () => `/extensionsUsed/${i}: the extension ${name.slice(0, 80)} is not read; what it adds is not shown.`,
    );
  });
  if (document.count('animations') > 0) {
    findings.add(
      'not-animated',
      () => '/animations: the file moves; it is shown at rest.',
      document.count('animations'),
    );
  }
}
