// The kept icon set is Lucide, imported one icon at a time: `import Play from '@lucide/svelte/icons/play'`.
import type { LucideIcon } from '@lucide/svelte';

export type Icon = LucideIcon;
