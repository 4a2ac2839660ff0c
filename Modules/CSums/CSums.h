/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sums of a Gauss-Kronrod rule over the values of many functions, by as many lanes as the processor has: Swift compiles
 * for the least of its kind, and cannot choose at run time. The lanes do not know of each other, and nothing is fused, so
 * that all levels give the same bits.
 */
#ifndef GAPCHECK_CSUMS_H
#define GAPCHECK_CSUMS_H

#include <float.h>
#include <stddef.h>

/* The weights of a pair of opposite nodes: of the Kronrod rule, of the Gauss rule, and of two null rules, the odd one's that
   of the upper node. */
struct csums_weights {
  double kronrod, gauss, even, odd;
};

/* A rule: its nodes in GSL's order, the centre first, and each pair's lower node before its upper one. */
struct csums_rule {
  const struct csums_weights *pairs;
  struct csums_weights centre;
  /* The number of nodes, and the node from which on the Gauss rule has none. */
  int nodes, gauss_end;
  /* The lowest node and the one next to it, the highest and the one next to it. */
  int lowest[2], highest[2];
  /* The share of the null rules that the difference of the two rules is taken for at the least. */
  double luck;
  /* The ratio of the values at the outermost nodes from which on they grow towards the end. */
  double growth;
};

/* What is told of the values besides. */
enum csums_finding { CSUMS_NOT_FINITE = 1, CSUMS_GROWS_AT_AN_END = 2 };

/* The most nodes of a rule. */
enum { csums_most_nodes = 61 };

#define CSUMS_LANES 2
#define CSUMS_NAME(name) csums_plain_##name
#define CSUMS_TARGET
#include "RuleSums.inc"

#if defined(__x86_64__)
#define CSUMS_LANES 4
#define CSUMS_NAME(name) csums_avx2_##name
#define CSUMS_TARGET __attribute__((target("avx2")))
#include "RuleSums.inc"

#define CSUMS_LANES 8
#define CSUMS_NAME(name) csums_avx512_##name
#define CSUMS_TARGET __attribute__((target("avx512f,avx512dq")))
#include "RuleSums.inc"
#endif

/* The widest lanes of this processor. */
static inline int csums_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")) return 2;
  if (__builtin_cpu_supports("avx2")) return 1;
#endif
  return 0;
}

/* The sums over a panel of half a length, and the estimates of their errors, for functions whose values at a node lie side by side.
   Returns findings. */
static inline int csums_panel(int level, const struct csums_rule *rule, const double *values,
                              ptrdiff_t functions, double half, double *sums, double *errors) {
#if defined(__x86_64__)
  if (level == 2) return csums_avx512_panel(rule, values, functions, half, sums, errors);
  if (level == 1) return csums_avx2_panel(rule, values, functions, half, sums, errors);
#endif
  return csums_plain_panel(rule, values, functions, half, sums, errors);
}

#endif
