// How a kernel reads its operands: a row of 32-bit words, in the order in which its Plan declaration names them.
// Every exported kernel has the signature (args: usize) => void; addresses are absolute, 0 stands for "left out".

/** Address of the buffer in word `i`. */
export function ptr(args: usize, i: i32): usize {
  return load<usize>(args + ((<usize>i) << 2));
}

/** Whole number in word `i`. */
export function int(args: usize, i: i32): i32 {
  return load<i32>(args + ((<usize>i) << 2));
}

/** float32 in word `i`. */
export function num(args: usize, i: i32): f32 {
  return load<f32>(args + ((<usize>i) << 2));
}
