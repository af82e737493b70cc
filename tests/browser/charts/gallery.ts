// All charts on one page, to look at: `npx vite` and open tests/browser/charts/gallery.html (add ?dark).
import { mount } from 'svelte';
import '../../../src/ui/styles.css';
import Gallery from './Gallery.svelte';

if (location.search.includes('dark')) document.documentElement.dataset.theme = 'dark';
mount(Gallery, { target: document.getElementById('app')! });
