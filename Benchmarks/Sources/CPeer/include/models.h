/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEER_MODELS_H
#define PEER_MODELS_H

/* What is computed for a row of numbers a, b, x, n, c, d. */
typedef enum {
  /* gamma(a, b) prior, poisson(z) for x, q = gamma(c, d). */
  PEER_GAMMA_POISSON,
  /* normal(a, b) prior, student_t(n, z, 1) for x, q = normal(c, d). */
  PEER_NORMAL_STUDENT_T,
  /* normal(a, b) prior, bernoulli_logit(z) for x, q = normal(c, d). */
  PEER_NORMAL_BERNOULLI_LOGIT,
  /* beta(a, b) prior, binomial(n, z) for x, q = beta(c, d). */
  PEER_BETA_BINOMIAL,
  /* KL(gamma(a, b) || lognormal(c, d)) alone. */
  PEER_KL
} peer_model_kind;

typedef struct {
  double a, b, x, n, c, d;
} peer_model_row;

typedef struct {
  double log_evidence, elbo, kl;
} peer_model_result;

/* By QAG with 31 points at relative tolerance 1e-10 over windows that are placed by hand: around the
   modes of the joint density and of q, in log z for gamma, in logit z for beta. No bounds. */
void peer_models(peer_model_kind kind, const peer_model_row *rows, peer_model_result *results,
                 long count);

#endif
