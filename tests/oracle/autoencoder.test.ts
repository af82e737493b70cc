// The autoencoder that is a step of the pipeline against PyTorch in float64 (fixture by torch_autoencoder.py): first
// gradient, every epoch's loss, the weights at the end, code and rows given back.
import { expect, test } from 'vitest';
import { decode, encode, lossAndGradient, netOf, train, type Bend } from '$core/decompose/autoencoderNet';
import { dense, rowsOf } from '$core/math/dense';
import { expectClose } from '../support/close';
import golden from './torch/autoencoder.json';

const of = (values: readonly number[]) => Float64Array.from(values);

test.each(golden.cases)('$shape.activation, $shape.layers hidden layers', (one) => {
  const net = netOf({ ...one.shape, activation: one.shape.activation as Bend });
  const x = dense(one.rows, one.shape.width, of(one.x));
  expect(net.parameters).toBe(one.start.length);

  const gradient = new Float64Array(net.parameters);
  lossAndGradient(net, of(one.start), rowsOf(x, one.orders[0].slice(0, one.batchSize)), gradient);
  expectClose(gradient, one.gradient, 1e-9, 'gradient');

  const parameters = of(one.start);
  const losses = train(net, parameters, x, { ...one, orders: one.orders });
  expectClose(losses, one.losses, 1e-9, 'losses');
  expectClose(parameters, one.end, 1e-9, 'parameters');
  const code = encode(net, parameters, x);
  expectClose(code.values, one.code, 1e-9, 'code');
  expectClose(decode(net, parameters, code).values, one.back, 1e-9, 'rows given back');
});
