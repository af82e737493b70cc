// The functions of math.ts as a kernel of their own, so that their error can be measured where they run.
import { erf4, exp4, expm14, log1p4, log4, sigmoid4, tanh4 } from './math';
import { int, ptr } from './operands';

/** y = f(x) over n floats, n a multiple of 4; `which` in the order below. Operands: x, y, n, which. */
export function elementary(args: usize): void {
  let x = ptr(args, 0);
  let y = ptr(args, 1);
  const which = int(args, 3);
  for (let n = int(args, 2); n > 0; n -= 4) {
    const v = v128.load(x);
    let r: v128;
    if (which == 0) r = exp4(v);
    else if (which == 1) r = expm14(v);
    else if (which == 2) r = log4(v);
    else if (which == 3) r = log1p4(v);
    else if (which == 4) r = tanh4(v);
    else if (which == 5) r = sigmoid4(v);
    else r = erf4(v);
    v128.store(y, r);
    x += 16;
    y += 16;
  }
}
