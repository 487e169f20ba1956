import Koa from 'koa';
import { createAnnotation, deleteAnnotation, putAnnotation, readAnnotation } from './annotations/annotations.ts';
import { annototCreate, annototDelete, annototPage, annototRead, annototReplace } from './annotations/annotot.ts';
import { listContainers, makeContainer, readContainer } from './annotations/containers.ts';
import { ANNOTATION_HEADERS, CONTAINER_HEADERS, RESOURCE_HEADERS } from './annotations/headers.ts';
import { annotationPage, regionOfView } from './annotations/iiif.ts';
import { autocomplete, ofCollection, ofObject, search } from './annotations/search.ts';
import { bringBack, listVersions, readVersion } from './annotations/versions.ts';
import { openAssets } from './embed/assets.ts';
import { imageHandlers } from './image/handler.ts';
import { findJp2Encoder } from './image/jp2.ts';
import { gallery, embedPage, objectPage } from './embed/pages.ts';
import { oembed } from './embed/oembed.ts';
import { events } from './catalogue/events.ts';
import { objectStatus } from './catalogue/objects.ts';
import { original } from './catalogue/original.ts';
import { baseUrl } from './http/base-url.ts';
import type { Services } from './http/context.ts';
import { observe } from './http/observe.ts';
import { anyone, readerOfObject, readerOfView, receiverOfOriginal } from './http/access.ts';
import { Routes } from './http/routes.ts';
import { agent, listTokens, makeToken, revokeToken, whoAmI } from './sign-in/api.ts';
import { SIGN_IN_HEADERS, showSignIn, signIn, signOut } from './sign-in/handlers.ts';
import { TOKENS_HEADERS, changeTokens, showTokens } from './sign-in/tokens.ts';
import { health } from './operations/health.ts';
import { httpMetrics, metrics } from './operations/metrics.ts';
import { twinHandler } from './twins/handler.ts';
import { canvasDocument, collectionDocument, manifestDocument } from './presentation/documents.ts';

/** The whole server: what is where, and what it takes to be let in. */
export async function createApp(services: Services, dist: URL): Promise<Koa> {
  const { runtime, images, twins, shells, results } = services;
  const [encodeJp2, assets] = await Promise.all([findJp2Encoder(), openAssets(dist)]);
  const image = imageHandlers((identifier) => images.find(identifier), {
    baseUrl: (ctx) => baseUrl(runtime.settings, ctx),
    limits: runtime.settings,
    processes: runtime.settings.processes,
    ...(encodeJp2 && { encodeJp2 }),
    ...(results && { cache: results }),
  });

  const routes = new Routes(services)
    // The Image API reads its own paths, and asks the directory of images who may see what.
    .prefix('image', '/iiif/image/3/', image.version3)
    .prefix('image2', '/iiif/image/2/', image.version2)
    .prefix('deepzoom', '/iiif/image/', image.deepZoom)
    // Likewise, the directory of twins.
    .prefix('twins', '/twins/', twinHandler(twins, runtime.storage))

    .get('/iiif/presentation/3/manifests/:object', readerOfObject(manifestDocument))
    .get('/iiif/presentation/3/collections/:collection', anyone(collectionDocument))
    .get('/iiif/canvas/:view', readerOfView(canvasDocument))
    .get('/iiif/presentation/2/annotations/:view', readerOfView(annotationPage(2)))
    .get('/iiif/presentation/3/annotations/:view', readerOfView(annotationPage(3)))
    .get('/iiif/presentation/4/annotations/:view', readerOfView(annotationPage(4)))

    .get('/iiif/search/2/manifests/:object', readerOfObject(ofObject(search, 2)))
    .get('/iiif/search/2/manifests/:object/autocomplete', readerOfObject(ofObject(autocomplete, 2)))
    .get('/iiif/search/2/collections/:collection', anyone(ofCollection(search, 2)))
    .get('/iiif/search/2/collections/:collection/autocomplete', anyone(ofCollection(autocomplete, 2)))
    .get('/iiif/search/1/manifests/:object', readerOfObject(ofObject(search, 1)))
    .get('/iiif/search/1/manifests/:object/autocomplete', readerOfObject(ofObject(autocomplete, 1)))
    .get('/iiif/search/1/collections/:collection', anyone(ofCollection(search, 1)))
    .get('/iiif/search/1/collections/:collection/autocomplete', anyone(ofCollection(autocomplete, 1)))

    // Who may see a container is asked by its handlers, which know administrators; who may write is in its methods.
    .resource('/annotations/', {
      methods: { GET: listContainers, POST: makeContainer },
      headers: CONTAINER_HEADERS,
    })
    .resource('/annotations/:container/', {
      methods: { GET: readContainer, POST: createAnnotation },
      headers: CONTAINER_HEADERS,
    })
    .resource('/annotations/:container/:annotation', {
      methods: { GET: readAnnotation, PUT: putAnnotation, DELETE: deleteAnnotation },
      headers: ANNOTATION_HEADERS,
    })
    .resource('/annotations/:container/:annotation/versions/', {
      methods: { GET: listVersions },
      headers: RESOURCE_HEADERS,
    })
    .resource('/annotations/:container/:annotation/versions/:version', {
      methods: { GET: readVersion, POST: bringBack },
      headers: RESOURCE_HEADERS,
    })

    // Mirador's plug-in; each asks who it is.
    .resource('/annotot', { methods: { POST: annototCreate }, headers: {} })
    .get('/annotot/pages', anyone(annototPage))
    .resource('/annotot/:id', {
      methods: { GET: annototRead, PATCH: annototReplace, DELETE: annototDelete },
      headers: {},
    })

    .get('/agents/:writer', anyone(agent))

    .resource('/sign-in', { methods: { GET: showSignIn, POST: signIn }, headers: SIGN_IN_HEADERS })
    .resource('/sign-out', { methods: { POST: signOut }, headers: SIGN_IN_HEADERS })
    .resource('/tokens', { methods: { GET: showTokens, POST: changeTokens }, headers: TOKENS_HEADERS })
    .get('/api/writer', anyone(whoAmI))
    // Administrators; each asks itself.
    .resource('/api/tokens', { methods: { GET: listTokens, POST: makeToken }, headers: {} })
    .resource('/api/tokens/:name', { methods: { DELETE: revokeToken }, headers: {} })

    .get('/', anyone(gallery))
    .get('/objects/:object', readerOfObject(objectPage))
    .get('/embed/:object', readerOfObject(embedPage))
    .get('/oembed', anyone(oembed))
    .get('/assets/:name', anyone(assets))

    .get('/originals/:asset', receiverOfOriginal(original))
    .get('/api/objects/:object', readerOfObject(objectStatus))
    .get('/api/views/:view/annotations', readerOfView(regionOfView))
    .get('/api/events', anyone(events))

    .get('/health', anyone(health))
    .get('/metrics', anyone(metrics));

  const app = new Koa();
  app.use(observe(runtime.log, httpMetrics(services.metrics.registry), shells));
  app.use(routes.middleware());
  app.on('error', (error: Error) => runtime.log.debug({ err: error }, 'a response was broken off'));
  return app;
}
