/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The integrands that Benchmarks/peers hands to SciPy as LowLevelCallable: z, then the arguments. */
#include <math.h>

/* p(z) p(x|z); the arguments are theta, x and log theta - (log 2 pi)/2. */
double joint(int count, double *a) {
  const double t = a[2] - a[0];
  (void)count;
  return exp(a[3] - a[1] * a[0] - 0.5 * t * t);
}

/* q(z) (log q(z) - log p(z|x)); theta, x, phi, log phi - log theta + (log 2 pi)/2 + log p(x). */
double weighted(int count, double *a) {
  const double z = a[0], t = a[2] - z;
  (void)count;
  return a[3] * exp(-a[3] * z) * (a[4] + (a[1] - a[3]) * z + 0.5 * t * t);
}
