/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEER_SMOOTH_H
#define PEER_SMOOTH_H

typedef enum {
  PEER_CUBIC,       /* m·z³ − 2z + 1 over (0, 2) */
  PEER_EXPONENTIAL, /* exp(−mz) over (0, 1) */
  PEER_RATIONAL,    /* 1/(m + z²) over (0, 5) */
  PEER_LOGARITHM,   /* log(m + z) over (0, 10) */
  PEER_WAVE,        /* cos(10mz)·exp(−z) over (0, 3) */
  PEER_BELL,        /* exp(−½(z − m)²) over (−7, 9) */
  PEER_GAMMA        /* z³·exp(−2mz) over (0, 20) */
} peer_smooth_kind;

/* Sum over i = 0 … count − 1 of one of these integrals, m = 1 + i·1e-7, by QAGS at relative
   tolerance 1e-10 in one kept workspace. Evaluations are added to *evaluations. */
double peer_smooth_sum(peer_smooth_kind integrand, long count, long *evaluations);

#endif
