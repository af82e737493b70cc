// The Train and Tune pages on made-up runs, to look at: open tests/browser/pages/pages.html?tune&n=200&dark.
import { mount } from 'svelte';
import '../../../src/ui/styles.css';
import { TrainPage } from '$features/train';
import { TunePage } from '$features/tune';
import { FixtureSession } from './fixtureSession.svelte';

const query = new URLSearchParams(location.search);
if (query.has('dark')) document.documentElement.dataset.theme = 'dark';
const session = new FixtureSession();
const step = query.has('tune') ? 'tune' : 'train';
const n = Number(query.get('n') ?? 0);
if (n > 0 && step === 'tune') session.addTrials('tune', n);
if (n > 0 && step === 'train') session.finishTrain('train');
mount(step === 'tune' ? TunePage : TrainPage, { target: document.getElementById('app')!, props: { session, step } });
Object.assign(window, { session });
