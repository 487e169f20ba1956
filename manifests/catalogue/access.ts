import type { ObjectState, Restriction } from './schema.ts';

/** Who asks. */
export type Visitor = 'public' | 'administrator';

const READABLE: Record<Visitor, readonly ObjectState[]> = {
  public: ['published'],
  administrator: ['published', 'draft'],
};

/**
 * The one decision about who may see what. An object's views, assets, tiles, original and activities are as open or
 * closed as the object; every query and every route asks here.
 */
export function readableStates(visitor: Visitor): readonly ObjectState[] {
  return READABLE[visitor];
}

export const mayRead = (visitor: Visitor, object: { state: ObjectState }): boolean =>
  readableStates(visitor).includes(object.state);

/** Whether the original itself may be had: not of an object that is shown smaller, marked or in part. */
export const mayHaveOriginal = (
  visitor: Visitor,
  object: { state: ObjectState; restriction: Restriction | null },
): boolean => mayRead(visitor, object) && (visitor === 'administrator' || object.restriction === null);

/** Tiles and model are all of a mesh: what is shown of an object less than all has only the posters of its meshes. */
export const mayHaveTwin = mayHaveOriginal;
