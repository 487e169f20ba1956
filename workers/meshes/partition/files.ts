import { join } from 'node:path';

/** Names of what the stages leave in the task's folder. */
export const planFile = (folder: string): string => join(folder, 'plan.json');
export const partFile = (folder: string, part: number): string => join(folder, `part-${part}.json`);
/** What a part of the soup has for a bucket. */
export const shareFile = (folder: string, bucket: number, part: number): string =>
  join(folder, `bucket-${bucket}.part-${part}`);
export const bucketFile = (folder: string, bucket: number): string => join(folder, `bucket-${bucket}.json`);
/** Keys of the places that a bucket's leaves use although they are not at home in them. */
export const strayFile = (folder: string, bucket: number): string => join(folder, `bucket-${bucket}.strays`);
export const leafFile = (folder: string, leaf: number): string => join(folder, `leaf-${leaf}.mesh`);
/** Which vertices of a leaf have computed normals, where some have and others have not: a byte each. */
export const computedFile = (folder: string, leaf: number): string => join(folder, `leaf-${leaf}.computed`);
export const partitionFile = (folder: string): string => join(folder, 'partition.json');
