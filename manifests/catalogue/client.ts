import { Client } from 'pg';
import type { QueryResult } from 'pg';

/**
 * A connection of the pool that answers through pg's callbacks. With the promises that pg makes itself, what was read stayed alive until the
 * next collection of the whole heap: each small collection took 15 ms instead of half a millisecond, and a page of 500 rows 20 % longer.
 */
export class CatalogueClient extends Client {
  // @ts-expect-error Of the ways to call it, Kysely and the pool have these two.
  override query(
    text: string,
    values: unknown[] = [],
    callback?: (error: Error, result: QueryResult) => void,
  ): Promise<QueryResult> | undefined {
    if (callback) {
      super.query(text, values, callback);
      return undefined;
    }
    return new Promise((resolve, reject) => {
      super.query(text, values, (error: Error | null, result) => (error ? reject(error) : resolve(result)));
    });
  }
}
