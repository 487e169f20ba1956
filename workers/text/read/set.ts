/** Sets what is known; what is not stays absent, so that documents made of it have no empty members. */
export function set<T, K extends keyof T>(target: T, key: K, value: T[K] | undefined): void {
  if (value !== undefined) target[key] = value;
}
