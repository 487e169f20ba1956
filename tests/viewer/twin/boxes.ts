import type { Site, TestImage } from '../site.ts';
import { boxGlb, type BoxOptions } from './box-glb.ts';

/** Half of 20 cm across, 10 cm high, 30 cm deep. */
export const SIZE = [0.1, 0.05, 0.15] as const;
export const GREEN_BOX = [0.05, 0.4, 0.1] as const;
export const RED_HALF = [0.5, 0.05, 0.05] as const;
export const BLUE_HALF = [0.05, 0.05, 0.5] as const;

type Codec = NonNullable<BoxOptions['codec']>;

/** Puts a twin into a site: a green box that is, looked at closely, a red half on the left and a blue one on the right. */
export async function addBoxes(site: Site, id: string, codec?: Codec): Promise<void> {
  const [x, y, z] = SIZE;
  const coding = codec === undefined ? {} : { codec };
  const whole = await boxGlb({ min: [-x, -y, -z], max: [x, y, z], colour: GREEN_BOX, ...coding });
  const left = await boxGlb({ min: [-x, -y, -z], max: [0, y, z], colour: RED_HALF, ...coding });
  const right = await boxGlb({ min: [0, -y, -z], max: [x, y, z], colour: BLUE_HALF, ...coding });
  for (const [name, glb] of Object.entries({ whole, left, right })) site.files.set(`/twins/${id}/1/${name}.glb`, glb);
  site.files.set(`/twins/${id}/model.glb`, whole);
  const tile = (centre: number, half: number, geometricError: number, name: string, children: object[] = []) => ({
    // Tiles are z-up: what is y in the glTF.
    boundingVolume: { box: [centre, 0, 0, half, 0, 0, 0, z, 0, 0, 0, y] },
    geometricError,
    refine: 'REPLACE',
    content: { uri: `1/${name}.glb` },
    ...(children.length === 0 ? {} : { children }),
  });
  const halves = [tile(-x / 2, x / 2, 0, 'left'), tile(x / 2, x / 2, 0, 'right')];
  site.documents.set(`/twins/${id}/tileset.json`, {
    asset: { version: '1.1' },
    geometricError: 0.5,
    // Less than a pixel as it opens, several from nearby.
    root: tile(0, x, 0.0002, 'whole', halves),
  });
}

/** The canvas of a twin, as the product writes it. */
export function twinCanvas(site: Site, key: string, twin: string, poster: TestImage | null, tiles = true): object {
  const id = `${site.url}/iiif/canvas/${key}`;
  const model = { id: `${site.url}/twins/${twin}/model.glb`, type: 'Model', format: 'model/gltf-binary' };
  const tileset = { id: `${site.url}/twins/${twin}/tileset.json`, type: 'Dataset', format: 'application/json' };
  return {
    id,
    type: 'Canvas',
    width: 1000,
    height: 1000,
    label: { en: ['In 3D'] },
    metadata: [{ label: { en: ['Triangles'] }, value: { none: ['12'] } }],
    ...(poster === null ? {} : { thumbnail: site.thumbnail(poster) }),
    rendering: [...(tiles ? [tileset] : []), { ...model, label: { en: ['Model (GLB)'] } }],
    items: [
      {
        id: `${id}/painting`,
        type: 'AnnotationPage',
        items: [{ id: `${id}/painting/0`, type: 'Annotation', motivation: 'painting', body: model, target: id }],
      },
    ],
  };
}
