/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEER_POINTS_H
#define PEER_POINTS_H

/* A point of the exercise sheet's model: z ~ Exp(theta), x | z ~ N(z, 1), q = Exp(phi). */
typedef struct {
  double theta, x, phi;
} peer_point;

/* What a peer makes of it. */
typedef struct {
  double log_evidence, kl;
  /* Whether the peer itself says that the tolerance is not met. */
  int is_announced;
} peer_result;

/* The engine's integrals, by the same calls of GSL: windows, panels, rules and tolerances are those
   of Sources/VariationalGap; what is left out is the bounds on tails and rounding. */
void peer_same_calls(const peer_point *points, peer_result *results, long count);

/* QAGIU of p(z) p(x|z) and of q(z) (log q(z) - log p(z|x)), at relative tolerance 1e-10. */
void peer_naive(const peer_point *points, peer_result *results, long count);

#endif
