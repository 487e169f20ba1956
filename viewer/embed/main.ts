import { loadWords } from '../ui/words.ts';

await loadWords();
await import('./embed.ts');
