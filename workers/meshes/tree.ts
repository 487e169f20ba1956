/**
 * The tree of tiles is complete: every node of a level above the last has four children, of two binary splits each.
 * A node is its level (0: the root) and its index within it, so that kinship is arithmetic.
 */
export interface TreeNode {
  level: number;
  /** 0 … 4^level − 1; its children are 4 × index … 4 × index + 3 of the next level. */
  index: number;
}

export const FAN_OUT = 4;

export const nodeName = ({ level, index }: TreeNode): string => `${level}-${index}`;

export const childrenOf = ({ level, index }: TreeNode): TreeNode[] =>
  Array.from({ length: FAN_OUT }, (_, child) => ({ level: level + 1, index: index * FAN_OUT + child }));

/** The finest level on which two nodes of one `level` have the same ancestor. */
export function commonLevel(level: number, one: number, other: number): number {
  let common = level;
  for (let a = one, b = other; a !== b; common--) {
    a >>>= 2;
    b >>>= 2;
  }
  return common;
}
