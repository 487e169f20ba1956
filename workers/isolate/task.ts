import type { ImageProgress, ImageReport, ImageTask } from '../images/make.ts';

/** What a child can be told to do; each kind of asset adds its own. */
export type Task = { kind: 'image' } & ImageTask;
export type TaskProgress = ImageProgress;
export type TaskReport = ImageReport;

/** What a child sends back: any number of `progress`, then one of the others. */
export type Answer =
  { progress: TaskProgress } | { report: TaskReport } | { error: { code: string | undefined; message: string } };
