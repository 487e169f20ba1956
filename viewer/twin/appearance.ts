import { DoubleSide, Mesh, MeshBasicMaterial, MeshStandardMaterial, type Material, type Object3D } from 'three';
import { materialsOf, meshesOf } from './content.ts';
import { isPlain, raycast } from './raycast.ts';

/** How surfaces are shown. */
export interface Look {
  /** The model's own colours; without them, matte grey, which shows its shape alone. */
  texture: boolean;
  wireframe: boolean;
  /** Whether the model is cut open, so that its inside is seen. */
  open: boolean;
}

interface Own {
  material: Material | Material[];
  lines: Mesh;
}

/** Plaster. */
const GREY = { color: 0xb5b1ab, roughness: 1, metalness: 0 } as const;
/** On dark surfaces dark lines could not be seen. */
const LINES = { wireframe: true, transparent: true } as const;
/** Linear, of what is between dark and light. */
const DARK = 0.2;

/** Gives every mesh, as it arrives and whenever the visitor changes his mind, the materials of the look. */
export class Appearance {
  #look: Look = { texture: true, wireframe: false, open: false };
  readonly #meshes = new Map<Mesh, Own>();
  /** Which sides materials show by themselves; several meshes may share one. */
  readonly #sides = new WeakMap<Material, Material['side']>();
  readonly #smooth = new MeshStandardMaterial(GREY);
  /** For meshes without normals. */
  readonly #faceted = new MeshStandardMaterial({ ...GREY, flatShading: true });
  readonly #darkLines = new MeshBasicMaterial({ ...LINES, color: 0x101010, opacity: 0.3 });
  readonly #lightLines = new MeshBasicMaterial({ ...LINES, color: 0xffd27a, opacity: 0.25 });

  get look(): Look {
    return this.#look;
  }

  set look(look: Look) {
    this.#look = look;
    for (const [mesh, own] of this.#meshes) this.#dress(mesh, own);
  }

  /** Whether any of the materials mirrors its surroundings, and so needs some. */
  admit(scene: Object3D): boolean {
    let mirrors = false;
    for (const mesh of meshesOf(scene)) {
      const materials = materialsOf(mesh);
      for (const material of materials) {
        if (this.#sides.has(material)) continue;
        this.#sides.set(material, material.side);
        mirrors = prepare(material) || mirrors;
      }
      const lines = new Mesh(mesh.geometry, this.#darkLines);
      lines.raycast = () => {};
      if (isPlain(mesh)) mesh.raycast = (raycaster, hits) => raycast(mesh, raycaster, hits);
      lines.frustumCulled = mesh.frustumCulled;
      const own = { material: mesh.material, lines };
      this.#meshes.set(mesh, own);
      // Geometries go when their tile does; what is kept about them goes with them.
      mesh.geometry.addEventListener('dispose', () => this.#meshes.delete(mesh));
      this.#dress(mesh, own);
    }
    return mirrors;
  }

  dispose(): void {
    for (const [mesh, { material }] of this.#meshes) mesh.material = material;
    this.#meshes.clear();
    for (const material of [this.#smooth, this.#faceted, this.#darkLines, this.#lightLines]) material.dispose();
  }

  #dress(mesh: Mesh, { material, lines }: Own): void {
    const { texture, wireframe, open } = this.#look;
    const grey = mesh.geometry.hasAttribute('normal') ? this.#smooth : this.#faceted;
    mesh.material = texture ? material : grey;
    for (const one of materialsOf(mesh)) {
      setSide(one, open ? DoubleSide : (this.#sides.get(one) ?? DoubleSide));
      // The lines lie on the surface: it steps back for them.
      one.polygonOffset = wireframe;
      one.polygonOffsetFactor = 1;
      one.polygonOffsetUnits = 1;
    }
    lines.material = materialsOf(mesh).some(mayBeDark) ? this.#lightLines : this.#darkLines;
    if (!wireframe) return void lines.removeFromParent();
    mesh.add(lines);
    // A group of tiles hands its place on only when it moves.
    lines.updateMatrixWorld(true);
  }
}

function setSide(material: Material, side: Material['side']): void {
  if (material.side === side) return;
  material.side = side;
  material.needsUpdate = true;
}

/** What has a picture or colours of its own may have any. */
function mayBeDark(material: Material): boolean {
  if (!(material instanceof MeshStandardMaterial || material instanceof MeshBasicMaterial)) return false;
  const { r, g, b } = material.color;
  return material.map !== null || material.vertexColors || Math.max(r, g, b) < DARK;
}

/** Makes the best of what a file left unsaid; tells whether the material mirrors. */
function prepare(material: Material): boolean {
  if (!(material instanceof MeshStandardMaterial)) return false;
  if (material.map !== null) material.map.anisotropy = 4;
  // glTF's defaults are those of rough metal, black where there is nothing to mirror: nobody means them.
  if (material.metalness === 1 && material.roughness === 1 && material.metalnessMap === null) material.metalness = 0;
  // White is what is written where no colour is known, and shows no shape in any light.
  const uncoloured = material.map === null && !material.vertexColors && material.color.getHex() === 0xffffff;
  if (uncoloured) material.color.set(GREY.color);
  return material.metalness > 0.3 || material.roughness < 0.4;
}
