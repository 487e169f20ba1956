import {
  Color,
  CustomToneMapping,
  DirectionalLight,
  HemisphereLight,
  PerspectiveCamera,
  PMREMGenerator,
  Plane,
  Raycaster,
  Scene,
  ShaderChunk,
  Vector2,
  Vector3,
  WebGLRenderer,
  type Object3D,
} from 'three';
import type { Margins } from '../deep-zoom/deep-zoom.ts';
import { ambience, lightDirection, type Light } from './light.ts';
import { clipped } from './ray.ts';
import { eye, radians, type Opening, type Pose } from './pose.ts';
import type { Cut } from './section.ts';
import { centreOf, length, radiusOf, subtract, type Box, type Vector } from './vector.ts';

/** Degrees: a long lens, as for portraits and catalogues; things keep their proportions. */
const FIELD = 28;
/** Four fifths from the lamp and a fifth from all around: what faces the lamp shows its own colour, and nothing is lit more. */
const KEY = 0.8 * Math.PI;
const AROUND = 0.2 * Math.PI;
/** What comes from below is a little less, and warmer: linear, so that both together are 2 at the horizon. */
const ABOVE = new Color(1.25, 1.25, 1.25);
const BELOW = new Color(0.77, 0.75, 0.72);

/**
 * The shoulder of Khronos PBR Neutral without its toe: colours below 0.8 stay what they are, and highlights do not burn out. The toe
 * takes away what shiny things mirror of a room, which scans of matte ones do not.
 */
ShaderChunk.tonemapping_pars_fragment = ShaderChunk.tonemapping_pars_fragment.replace(
  'vec3 CustomToneMapping( vec3 color ) { return color; }',
  `vec3 CustomToneMapping( vec3 color ) {
    float peak = max( color.r, max( color.g, color.b ) );
    if ( peak < 0.8 ) return color;
    float shoulder = 1.0 - 0.04 / ( peak - 0.6 );
    float grey = 1.0 - 1.0 / ( 0.15 * ( peak - shoulder ) + 1.0 );
    return mix( color * shoulder / peak, vec3( shoulder ), grey );
  }`,
);

/** The camera, the lamp and the drawing surface. Draws when it is told to, never by itself. */
export class Stage {
  readonly scene = new Scene();
  readonly camera = new PerspectiveCamera(FIELD);
  readonly renderer: WebGLRenderer;
  readonly #key = new DirectionalLight(0xffffff, KEY);
  readonly #around = new HemisphereLight(ABOVE, BELOW, AROUND);
  readonly #raycaster = new Raycaster();
  #margins: Margins = { top: 0, right: 0, bottom: 0, left: 0 };
  #cut: Cut | null = null;
  #mirrored = false;

  /** Throws where there is no WebGL 2. */
  constructor(canvas: HTMLCanvasElement, background: string) {
    this.renderer = new WebGLRenderer({ canvas, antialias: true, powerPreference: 'high-performance' });
    this.renderer.toneMapping = CustomToneMapping;
    this.renderer.setClearColor(new Color(background));
    // The lamp goes where the visitor goes: it is part of the camera.
    this.camera.add(this.#key, this.#key.target);
    this.camera.rotation.order = 'YXZ';
    this.scene.add(this.camera, this.#around);
  }

  get size(): { width: number; height: number } {
    const { x, y } = this.renderer.getSize(new Vector2());
    return { width: x, height: y };
  }

  /** The tangent of half the vertical angle of view. */
  get slope(): number {
    return Math.tan(radians(FIELD / 2));
  }

  get opening(): Opening {
    const { width, height } = this.size;
    const { top, right, bottom, left } = this.#margins;
    const up = this.slope;
    const free = {
      width: Math.max(width - left - right, width / 4),
      height: Math.max(height - top - bottom, height / 4),
    };
    return { across: (up * free.width) / height, up: (up * free.height) / height };
  }

  resize(width: number, height: number, margins: Margins): void {
    this.#margins = margins;
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    // What the camera looks at appears in the middle of what nothing covers.
    const aside = (margins.right - margins.left) / 2;
    const below = (margins.bottom - margins.top) / 2;
    this.camera.setViewOffset(width, height, aside, below, width, height);
  }

  setPixelRatio(ratio: number): void {
    if (this.renderer.getPixelRatio() !== ratio) this.renderer.setPixelRatio(ratio);
  }

  setLight(light: Light): void {
    this.#key.position.set(...lightDirection(light));
    const part = ambience(light);
    // The room, where there is one, lights too.
    this.#around.intensity = AROUND * part * (this.#mirrored ? 0.5 : 1);
    this.scene.environmentIntensity = 0.3 * part;
  }

  setCut(cut: Cut | null): void {
    this.#cut = cut;
    this.renderer.clippingPlanes = cut === null ? [] : [new Plane(new Vector3(...cut.normal), cut.constant)];
  }

  /** A room for materials that mirror one; loaded when the first of them arrives. */
  async mirror(): Promise<void> {
    if (this.#mirrored) return;
    this.#mirrored = true;
    const { RoomEnvironment } = await import('three/addons/environments/RoomEnvironment.js');
    const generator = new PMREMGenerator(this.renderer);
    this.scene.environment = generator.fromScene(new RoomEnvironment(), 0.04).texture;
    generator.dispose();
  }

  place(pose: Pose, box: Box): void {
    const at = eye(pose);
    this.camera.position.set(...at);
    this.camera.rotation.set(radians(-pose.elevation), radians(pose.azimuth), radians(pose.roll));
    const radius = radiusOf(box);
    const away = length(subtract(at, centreOf(box)));
    // As tight as the model allows: a depth buffer has only so many steps.
    this.camera.near = Math.max(away - radius * 1.02, pose.distance / 100, radius / 20_000);
    this.camera.far = Math.max(away + radius * 1.02, this.camera.near * 2);
    this.camera.updateProjectionMatrix();
    this.camera.updateMatrixWorld(true);
  }

  draw(): void {
    this.renderer.render(this.scene, this.camera);
  }

  /** The place on the surface that is seen at a point of the window, in CSS pixels; null beside the model. */
  pick(x: number, y: number, object: Object3D): Vector | null {
    const { width, height } = this.size;
    this.#raycaster.setFromCamera(new Vector2((x / width) * 2 - 1, 1 - (y / height) * 2), this.camera);
    const { origin, direction } = this.#raycaster.ray;
    const whole = { origin: vectorOf(origin), direction: vectorOf(direction), near: 0, far: Infinity };
    const { near, far } = this.#cut === null ? whole : clipped(whole, this.#cut);
    this.#raycaster.near = near;
    this.#raycaster.far = far;
    const [hit] = this.#raycaster.intersectObject(object, true);
    return hit === undefined ? null : vectorOf(hit.point);
  }

  /** Where a place appears in the window, in CSS pixels; null behind the camera. */
  project(place: Vector): { x: number; y: number } | null {
    const { x, y, z } = new Vector3(...place).project(this.camera);
    const { width, height } = this.size;
    return z > 1 ? null : { x: ((x + 1) / 2) * width, y: ((1 - y) / 2) * height };
  }

  /** Where the middle of what nothing covers is, in CSS pixels. */
  get middle(): { x: number; y: number } {
    const { width, height } = this.size;
    const { top, right, bottom, left } = this.#margins;
    return { x: (width + left - right) / 2, y: (height + top - bottom) / 2 };
  }

  dispose(forEver: boolean): void {
    this.scene.environment?.dispose();
    this.renderer.dispose();
    // A browser keeps few contexts alive, and lets the oldest of them go without asking.
    if (forEver) this.renderer.forceContextLoss();
  }
}

function vectorOf({ x, y, z }: Vector3): Vector {
  return [x, y, z];
}
