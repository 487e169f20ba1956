import { radians } from '../../viewer/twin/pose.ts';

/** Where a camera is: it looks at `target`, which like all of it is in metres with y up. Both its fields of view are FIELD. */
export interface Look {
  target: readonly [number, number, number];
  /** Degrees to the right around the thing, from in front of it, where z is near. */
  azimuth: number;
  /** Degrees above the horizon. */
  elevation: number;
  distance: number;
}

/** Degrees between the upper and the lower edge of the screen. */
export const FIELD = 40;

/** From in front of a thing whose middle is the origin. */
export const fromFront = (distance: number): Look => ({ target: [0, 0, 0], azimuth: 0, elevation: 0, distance });

/** Somebody's page with CesiumJS, without a globe, lit from where the camera is; its title becomes `loaded`. */
export function cesiumPage(tileset: string, { target: [x, y, z], azimuth, elevation, distance }: Look): string {
  return `
  <script>window.CESIUM_BASE_URL = '/installed/cesium/Build/Cesium/'</script>
  <link rel="stylesheet" href="/installed/cesium/Build/Cesium/Widgets/widgets.css">
  <script src="/installed/cesium/Build/Cesium/Cesium.js"></script>
  <div id="stage" style="position: absolute; inset: 0"></div>
  <script type="module">
    const { scene } = new Cesium.CesiumWidget('stage', {
      baseLayer: false, globe: false, skyBox: false, skyAtmosphere: false, shouldAnimate: false,
      creditContainer: document.createElement('div'), msaaSamples: 1,
    });
    scene.backgroundColor = Cesium.Color.BLACK;
    const { Cartesian3, Matrix4 } = Cesium;
    const tiles = await Cesium.Cesium3DTileset.fromUrl('${tileset}', { maximumScreenSpaceError: 1 });
    scene.camera.frustum.fov = Cesium.Math.toRadians(${FIELD});
    scene.camera.frustum.near = ${distance / 25};
    // 3D Tiles have z up.
    scene.camera.lookAtTransform(
      Matrix4.fromTranslation(new Cartesian3(${x}, ${-z}, ${y})),
      new Cesium.HeadingPitchRange(${radians(-azimuth)}, ${radians(-elevation)}, ${distance}),
    );
    scene.light = new Cesium.DirectionalLight({ direction: scene.camera.directionWC, intensity: 2 });
    scene.primitives.add(tiles);
    tiles.allTilesLoaded.addEventListener(() => { document.title = 'loaded'; });
  </script>`;
}

/** Somebody's page with three and 3d-tiles-renderer alone, lit from where the camera is; its title becomes `loaded`. */
export function tilesRendererPage(tileset: string, look: Look): string {
  const { target, azimuth, elevation, distance } = look;
  return `
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
    const camera = new THREE.PerspectiveCamera(
      ${FIELD}, innerWidth / innerHeight, ${distance / 25}, ${distance * 25},
    );
    const target = new THREE.Vector3(${target.join(', ')});
    camera.position
      .setFromSphericalCoords(${distance}, ${radians(90 - elevation)}, ${radians(azimuth)})
      .add(target);
    camera.lookAt(target);
    camera.add(new THREE.DirectionalLight(0xffffff, 2));
    camera.children[0].position.set(0, 0, ${distance});
    camera.add(camera.children[0].target);
    scene.add(camera, new THREE.AmbientLight(0xffffff, 0.8));
    const tiles = new TilesRenderer('${tileset}');
    const loader = new GLTFLoader(tiles.manager);
    loader.setDRACOLoader(new DRACOLoader().setDecoderPath('/project/three/examples/jsm/libs/draco/gltf/'));
    loader.setMeshoptDecoder(MeshoptDecoder);
    tiles.manager.addHandler(/\\.glb$/, loader);
    tiles.errorTarget = 1;
    tiles.setCamera(camera);
    tiles.setResolutionFromRenderer(camera, renderer);
    // 3D Tiles have z up.
    scene.add(new THREE.Group().rotateX(-Math.PI / 2).add(tiles.group));
    const draw = () => {
      camera.updateMatrixWorld();
      tiles.update();
      renderer.render(scene, camera);
      // The list of tiles may be there, and no tile yet.
      if (ended && tiles.visibleTiles.size > 0) document.title = 'loaded';
      requestAnimationFrame(draw);
    };
    let ended = false;
    tiles.addEventListener('tiles-load-end', () => { ended = true; });
    draw();
  </script>`;
}

/** A library's page with Universal Viewer in it. */
export function universalViewerPage(manifest: string): string {
  return `<link rel="stylesheet" href="/installed/universalviewer/dist/uv.css">
    <script src="/installed/universalviewer/dist/umd/UV.js"></script>
    <div id="uv" class="uv" style="position: absolute; inset: 0"></div>
    <script>
      addEventListener('DOMContentLoaded', () => UV.init('uv', ${JSON.stringify({ manifest, embedded: true })}));
    </script>`;
}

/**
 * A scholar's page: Annotorious over OpenSeadragon, which reads and writes a container by the Web Annotation Protocol and
 * knows nothing of who serves it. What was said to it is in `answers`, and its title is `ready` when all is drawn.
 */
export function annotoriousPage(site: { image: string; canvas: string; container: string; token: string }): string {
  return `
  <link rel="stylesheet" href="/installed/@annotorious/openseadragon/dist/annotorious-openseadragon.css">
  <script src="/installed/openseadragon-5/build/openseadragon/openseadragon.min.js"></script>
  <script src="/installed/@annotorious/openseadragon/dist/annotorious-openseadragon.js"></script>
  <div id="picture" style="position: absolute; inset: 0"></div>
  <script type="module">
    const { image, canvas, container, token } = ${JSON.stringify(site)};
    const viewer = OpenSeadragon({ id: 'picture', tileSources: image + '/info.json', showNavigationControl: false, crossOriginPolicy: 'Anonymous' });
    const annotator = AnnotoriousOSD.createOSDAnnotator(viewer, {
      adapter: AnnotoriousOSD.W3CImageFormat(canvas),
      drawingMode: 'drag',
      style: { fill: '#ff00ff', fillOpacity: 0, stroke: '#ff00ff', strokeOpacity: 1 },
    });
    const opened = new Promise((resolve) => viewer.addOnceHandler('open', resolve));
    const etags = new Map();
    const answers = [];
    Object.assign(window, { viewer, annotator, answers });
    async function ask(method, url, body) {
      const response = await fetch(url, {
        method,
        headers: {
          authorization: 'Bearer ' + token,
          accept: 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
          ...(body && { 'content-type': 'application/ld+json' }),
          ...(method !== 'GET' && etags.has(url) && { 'if-match': etags.get(url) }),
        },
        ...(body && { body: JSON.stringify({ '@context': 'http://www.w3.org/ns/anno.jsonld', ...body }) }),
      });
      if (method !== 'GET') answers.push({ method, status: response.status, ifMatch: etags.get(url) });
      if (response.status === 204) return undefined;
      const json = await response.json();
      if (!response.ok) throw new Error(json.message);
      etags.set(response.headers.get('location') ?? url, response.headers.get('etag'));
      return json;
    }
    const all = [];
    for (let page = container + '?page=0'; page;) {
      const { items, next } = await ask('GET', page);
      all.push(...items);
      page = next;
    }
    // Annotorious draws what has a selector of a rectangle or of SVG.
    await annotator.setAnnotations(all.filter(({ target }) => /Fragment|Svg/.test(target.selector?.type)));
    annotator.on('createAnnotation', async (drawn) => {
      const body = { type: 'TextualBody', value: 'Drawn with Annotorious', purpose: 'commenting' };
      const made = await ask('POST', container, { ...drawn, body });
      annotator.removeAnnotation(drawn.id);
      annotator.addAnnotation(made);
    });
    annotator.on('updateAnnotation', (changed) => ask('PUT', changed.id, changed));
    // What was only ever drawn here is not the server's to delete.
    annotator.on('deleteAnnotation', ({ id }) => id.startsWith(container) && ask('DELETE', id));
    await opened;
    document.title = 'ready';
  </script>`;
}
