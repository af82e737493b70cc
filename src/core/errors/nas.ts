// Texts for architecture search.
import type { ErrorText } from './catalogue';

export const nasErrors = {
  'nas-space-unknown': {
    what: 'There is no space of architectures named "{space}" in this version.',
    action: 'Choose another space, or open this lab in a newer version of Tablab.',
  },
  'nas-strategy-unknown': {
    what: 'There is no search strategy named "{strategy}" in this version.',
    action: 'Choose another strategy, or open this lab in a newer version of Tablab.',
  },
  'nas-space-data': {
    what: 'The space "{space}" does not fit this data: {reason}.',
    action: 'Choose another space of architectures, or other data.',
  },
  'nas-too-large': {
    what: 'This network has {needed}, more than the limit of {limit}.',
    action: 'Make the network smaller, or raise the limit.',
  },
  'nas-disconnected': {
    what: 'No path of this cell leads from its input to its output.',
    action: 'Replace a "none" on the way by another operation.',
  },
  'nas-none-fits': {
    what: 'No network of this space keeps within the limits; the last one tried failed so: {reason}',
    action: 'Raise the limits, or allow smaller networks in the space.',
  },
  'nas-grid-large': {
    what: 'The space has {points} genotypes; a grid can list {limit} at most.',
    action: 'Choose another strategy, or a smaller space.',
  },
  'nas-proxy-unknown': {
    what: 'There is no zero-cost proxy named "{proxy}" in this version.',
    action: 'Choose another score, or open this lab in a newer version of Tablab.',
  },
  'nas-no-score': {
    what: 'This network has no score by {proxy}.',
    action: 'Choose another score; docs/methods/nas-estimation.md says when each has none.',
  },
  'nas-morphism-rungs': {
    what: 'The pruner "{pruner}" lets networks wait for each other, and morphism goes on from finished ones.',
    action: 'Choose another pruner or none, or another strategy.',
  },
  'nas-morphism-fidelity': {
    what: 'Morphism goes on from the weights of whole trainings; levels of fidelity train from the start.',
    action: 'Let rungs be epochs, or choose another strategy.',
  },
  'nas-not-a-morphism': {
    what: 'This network cannot take over the weights of the one it was grown from.',
    action: 'Run the search again.',
  },
  'nas-start-missing': {
    what: 'The weights of network {trial}, from which this one goes on, are no longer stored.',
    action: 'Run the search again.',
  },
  'nas-no-growth': {
    what: 'The space "{space}" has no measure of simple and complex networks, so a search cannot go from one to the other.',
    action: 'Choose another strategy, or a space with blocks or nodes.',
  },
  'nas-no-relaxation': {
    what: 'The space "{space}" has no edges that could carry all operations at once, so DARTS cannot search it.',
    action: 'Choose a space of cells, which images have, or another strategy.',
  },
  'nas-not-searched': {
    what: 'The shares of the operations are not known yet.',
    action: 'Run the search again.',
  },
  'nas-search-rows': {
    what: 'The {rows} training rows are too few to hold one half out for the shares of the operations.',
    action: 'Use more data, a smaller validation or test share, or another strategy.',
  },
  'nas-search-diverged': {
    what: 'The loss of the network that mixes all operations stopped being a number in epoch {epoch}.',
    action: 'Lower the learning rate, or set a limit to the gradient norm.',
  },
  'nas-supernet-layer': {
    what: 'Layer "{layer}" ({type}) cannot share its weights with the same layer of other networks.',
    action: 'Choose another space, or another strategy.',
  },
  'nas-supernet-validation': {
    what: 'Networks with shared weights are ranked by validation rows, and there are none.',
    action: 'Give the validation split a share of the rows, or choose another strategy.',
  },
  'nas-supernet-failed': {
    what: 'The shared weights could not be trained: {skipped} of {steps} minibatches gave a loss or gradient that is not finite{ranking}.',
    action: 'Lower the learning rate, or clip the gradient.',
  },
  'nas-supernet-shortcut': {
    what: 'Weight sharing ranks networks by its own score, so it does not go together with {other}.',
    action: 'Judge by training without pre-selection, or choose another strategy.',
  },
  'nas-no-middle': {
    what: 'The space "{space}" has no plain network within the limits that others could be drawn around.',
    action: 'Put one under Tried first, raise the limits, or draw the networks uniformly.',
  },
  'nas-genotype': {
    what: 'The genotype does not belong to this space: {reason}.',
    action: 'Take it back from the list of networks to try, or choose the space it was made for.',
  },
} as const satisfies Record<string, ErrorText>;
