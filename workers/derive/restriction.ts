import type { AssetRow } from '../../manifests/catalogue/assets.ts';
import type { Watermark } from '../../manifests/catalogue/schema.ts';
import { NotFoundError } from '../../manifests/errors.ts';
import { originalFile } from '../../manifests/storage/originals.ts';
import type { LocalFile, Storage } from '../../manifests/storage/storage.ts';
import type { TaskRestriction } from '../images/make.ts';
import type { IngestContext } from './context.ts';

/**
 * What holds of the asset's object now, with its watermark's file until the stack is disposed of. Whoever changes it makes
 * another generation of the asset in the same transaction, so that what is made within an older restriction is never
 * served.
 */
export async function restrictionOf(
  { db, storage }: IngestContext,
  { id, object }: AssetRow,
  stack: AsyncDisposableStack,
): Promise<TaskRestriction | undefined> {
  const { restriction } = await db
    .selectFrom('object')
    .select('restriction')
    .where('key', '=', object)
    .executeTakeFirstOrThrow();
  if (!restriction) return undefined;
  const { maxSide, watermark, hidden = [] } = restriction;
  const mark = watermark && stack.use(await watermarkFile(storage, watermark));
  return {
    ...(maxSide !== undefined && { maxSide }),
    ...(mark && { watermark: mark.path }),
    hidden: hidden.filter(({ asset }) => asset === id),
  };
}

function watermarkFile(storage: Storage, watermark: Watermark): Promise<LocalFile> {
  return originalFile(storage, { ...watermark, inPlace: false, source: null }).catch((cause: unknown) => {
    if (!(cause instanceof NotFoundError)) throw cause;
    const { name } = watermark;
    throw new NotFoundError(
      `The watermark ${name} is not in the storage any more: set it again with \`vitrine edit\``,
      {
        cause,
      },
    );
  });
}
