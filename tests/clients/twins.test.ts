import { join } from 'node:path';
import test from 'ava';
import { chromiumPath, startChromium } from '../chromium.ts';
import type { Browser } from '../chromium.ts';
import { testNeeding } from '../needs.ts';
import { startProduct } from '../product.ts';
import type { Product } from '../product.ts';
import { RADIUS, wrongWithBall, writeBall } from './ball.ts';
import { Host, VIEWERS } from './host.ts';
import { WatchedPage } from './watch.ts';

const inViewers = testNeeding('CesiumJS and three in Chromium', chromiumPath !== null && VIEWERS, 'serial');
const SCREEN = { width: 500, height: 500 };
/** Degrees between the upper and the lower edge of the screen. */
const FIELD = 40;
/** Metres from the eye to the ball's middle. */
const NEAR = 2.2;
const FAR = 150;
const PROFILES = ['small', 'fast'] as const;

interface Stage extends AsyncDisposable {
  browser: Browser;
  host: Host;
  /** Address of the ball's tileset, by profile. */
  tilesets: Record<(typeof PROFILES)[number], string>;
}
let stage: Stage;

test.before(async (t) => {
  t.timeout(300_000);
  await using stack = new AsyncDisposableStack();
  const browser = stack.use(await startChromium());
  const host = stack.use(await Host.start());
  const tilesets = { small: '', fast: '' };
  for (const profile of PROFILES) {
    const env = { VITRINE_MESH_LEAF_TRIANGLES: '5000', VITRINE_MESH_PROFILE: profile };
    tilesets[profile] = await ballIn(stack.use(await startProduct({ env })));
  }
  const opened = stack.move();
  stage = { browser, host, tilesets, [Symbol.asyncDispose]: () => opened.disposeAsync() };
});
test.after.always(() => stage?.[Symbol.asyncDispose]());

async function ballIn(product: Product): Promise<string> {
  const path = join(product.folder, 'ball.ply');
  await writeBall(path, 130);
  const [added] = await product.add([path]);
  if (added?.state !== 'ready') throw new Error(`The ball did not come in: ${JSON.stringify(added)}`);
  return `${product.url}/twins/${added.asset}/tileset.json`;
}

/** Pixels on the screen from the ball's middle to its edge. */
function radiusAt(distance: number): number {
  const pixelsPerSlope = SCREEN.height / 2 / Math.tan((FIELD / 2) * (Math.PI / 180));
  return pixelsPerSlope * Math.tan(Math.asin(RADIUS / distance));
}

async function show(page: string): Promise<WatchedPage> {
  const context = await stage.browser.context({ viewport: SCREEN, locale: 'en' });
  const watched = await WatchedPage.open(context, stage.host.page(page));
  await watched.page.waitForFunction("document.title === 'loaded'", undefined, { timeout: 60_000 });
  return watched;
}

/** Somebody's page with CesiumJS, without a globe, that looks at the tileset from its front, where y is up and z is near. */
const cesium = (tileset: string, distance: number): string => `
  <script>window.CESIUM_BASE_URL = '/installed/cesium/Build/Cesium/'</script>
  <link rel="stylesheet" href="/installed/cesium/Build/Cesium/Widgets/widgets.css">
  <script src="/installed/cesium/Build/Cesium/Cesium.js"></script>
  <div id="stage" style="position: absolute; inset: 0"></div>
  <script type="module">
    const { scene } = new Cesium.CesiumWidget('stage', {
      baseLayer: false, globe: false, skyBox: false, skyAtmosphere: false, shouldAnimate: false,
      creditContainer: document.createElement('div'),
    });
    scene.backgroundColor = Cesium.Color.BLACK;
    const { Cartesian3, Matrix4 } = Cesium;
    const tiles = await Cesium.Cesium3DTileset.fromUrl('${tileset}', { maximumScreenSpaceError: 1 });
    const { center } = tiles.boundingSphere;
    scene.camera.frustum.fov = Cesium.Math.toRadians(${FIELD});
    scene.camera.frustum.near = 0.1;
    scene.camera.lookAtTransform(
      Matrix4.fromTranslation(center), new Cesium.HeadingPitchRange(0, 0, ${distance}),
    );
    scene.light = new Cesium.DirectionalLight({ direction: new Cartesian3(0, 1, 0), intensity: 2 });
    scene.primitives.add(tiles);
    tiles.allTilesLoaded.addEventListener(() => { document.title = 'loaded'; });
  </script>`;

/** Somebody's page with three and 3d-tiles-renderer alone. */
const tilesRenderer = (tileset: string, distance: number): string => `
  <script type="importmap">{ "imports": {
    "three": "/project/three/build/three.module.js",
    "three/addons/": "/project/three/examples/jsm/",
    "three/examples/jsm/": "/project/three/examples/jsm/",
    "3d-tiles-renderer/core": "/project/3d-tiles-renderer/build/index.core.js",
    "3d-tiles-renderer/three": "/project/3d-tiles-renderer/build/index.three.js"
  } }</script>
  <body style="margin: 0"><script type="module">
    import * as THREE from 'three';
    import { TilesRenderer } from '3d-tiles-renderer/three';
    import { DRACOLoader } from 'three/addons/loaders/DRACOLoader.js';
    import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
    import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js';
    const renderer = new THREE.WebGLRenderer({ antialias: true });
    renderer.setSize(innerWidth, innerHeight);
    document.body.append(renderer.domElement);
    const scene = new THREE.Scene();
    const camera = new THREE.PerspectiveCamera(${FIELD}, innerWidth / innerHeight, 0.1, 1000);
    const light = new THREE.DirectionalLight(0xffffff, 2);
    light.position.set(0, 0, 10);
    scene.add(light, new THREE.AmbientLight(0xffffff, 0.8));
    const tiles = new TilesRenderer('${tileset}');
    const loader = new GLTFLoader(tiles.manager);
    loader.setDRACOLoader(new DRACOLoader().setDecoderPath('/project/three/examples/jsm/libs/draco/gltf/'));
    loader.setMeshoptDecoder(MeshoptDecoder);
    tiles.manager.addHandler(/\\.glb$/, loader);
    tiles.errorTarget = 1;
    tiles.setCamera(camera);
    tiles.setResolutionFromRenderer(camera, renderer);
    const upright = new THREE.Group().rotateX(-Math.PI / 2).add(tiles.group);
    scene.add(upright);
    const sphere = new THREE.Sphere();
    const draw = () => {
      if (tiles.getBoundingSphere(sphere)) {
        upright.updateMatrixWorld(true);
        camera.position.copy(sphere.center.applyMatrix4(upright.matrixWorld)).add(new THREE.Vector3(0, 0, ${distance}));
      }
      camera.updateMatrixWorld();
      tiles.update();
      renderer.render(scene, camera);
      requestAnimationFrame(draw);
    };
    tiles.addEventListener('tiles-load-end', () => { document.title = 'loaded'; });
    draw();
  </script>`;

const MIDDLE = { x: SCREEN.width / 2, y: SCREEN.height / 2 };

for (const [name, page] of [
  ['CesiumJS', cesium],
  ['3d-tiles-renderer', tilesRenderer],
] as const) {
  for (const profile of PROFILES)
    inViewers(`${name} shows a twin as it is, all of its tiles, profile ${profile}`, async (t) => {
      t.timeout(120_000);
      await using watched = await show(page(stage.tilesets[profile], NEAR));
      t.deepEqual(wrongWithBall(await watched.settled(), MIDDLE, radiusAt(NEAR)), []);
      t.true(watched.requests.filter((url) => url.endsWith('.glb')).length > 4, 'finer tiles are asked for');
      t.deepEqual(watched.problems, []);
    });

  inViewers(`${name} asks for the coarsest tile alone where a twin is far away`, async (t) => {
    t.timeout(120_000);
    await using watched = await show(page(stage.tilesets.small, FAR));
    t.is(watched.requests.filter((url) => url.endsWith('.glb')).length, 1);
    t.deepEqual(watched.problems, []);
  });
}
