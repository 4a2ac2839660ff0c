/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEER_DATA_H
#define PEER_DATA_H

#include "models.h"

/* The likelihood of many observations of one latent, whose prior is normal(0, 5). */
typedef enum {
  /* student_t(4, z, 1) for each x. */
  PEER_STUDENT_T_ROWS,
  /* bernoulli_logit(w*z - 0.5) for each x with its w. */
  PEER_LOGISTIC_ROWS
} peer_data_kind;

/* log p(x), ELBO and KL of q = normal(mean, sd), by QAG with 31 points at relative tolerance 1e-10 over windows that
   Newton's method and the curvature place; each integrand sums over all rows by itself. No bounds. */
peer_model_result peer_data(peer_data_kind kind, const double *x, const double *w, long count,
                            double mean, double sd);

#endif
