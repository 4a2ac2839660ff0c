/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <math.h>

enum { LIMIT = 200 };

static const double half_log_two_pi = 0.91893853320467274178;

/* A row with its constants: log p(x, t) is that of the coordinate t, up to the constant joint. */
typedef struct {
  peer_model_kind kind;
  peer_model_row r;
  double joint, family, shift;
} model;

static double log_joint(const model *m, double t) {
  const peer_model_row r = m->r;
  switch (m->kind) {
    case PEER_GAMMA_POISSON: return m->joint + (r.a + r.x) * t - (r.b + 1) * exp(t);
    case PEER_BETA_BINOMIAL:
      return m->joint - (r.a + r.x) * log1p(exp(-t)) - (r.b + r.n - r.x) * log1p(exp(t));
    case PEER_NORMAL_STUDENT_T: {
      const double s = (t - r.a) / r.b, u = r.x - t;
      return m->joint - 0.5 * s * s - 0.5 * (r.n + 1) * log1p(u * u / r.n);
    }
    case PEER_NORMAL_BERNOULLI_LOGIT: {
      const double s = (t - r.a) / r.b;
      return m->joint - 0.5 * s * s + r.x * t - log1p(exp(t));
    }
    case PEER_KL: {
      const double s = (t - r.c) / r.d;
      return m->joint - 0.5 * s * s;
    }
  }
  return NAN;
}

static double log_family(const model *m, double t) {
  const peer_model_row r = m->r;
  switch (m->kind) {
    case PEER_GAMMA_POISSON: return m->family + r.c * t - r.d * exp(t);
    case PEER_BETA_BINOMIAL: return m->family - r.c * log1p(exp(-t)) - r.d * log1p(exp(t));
    case PEER_KL: return m->family + r.a * t - r.b * exp(t);
    default: {
      const double s = (t - r.c) / r.d;
      return m->family - 0.5 * s * s;
    }
  }
}

static double log_beta(double a, double b) { return lgamma(a) + lgamma(b) - lgamma(a + b); }

static model prepared(peer_model_kind kind, peer_model_row r) {
  model m = {kind, r, 0, 0, 0};
  switch (kind) {
    case PEER_GAMMA_POISSON:
      m.joint = r.a * log(r.b) - lgamma(r.a) - lgamma(r.x + 1);
      m.family = r.c * log(r.d) - lgamma(r.c);
      break;
    case PEER_BETA_BINOMIAL:
      m.joint = -log_beta(r.a, r.b) - log_beta(r.x + 1, r.n - r.x + 1) - log(r.n + 1);
      m.family = -log_beta(r.c, r.d);
      break;
    case PEER_KL:
      m.joint = -half_log_two_pi - log(r.d);
      m.family = r.a * log(r.b) - lgamma(r.a);
      break;
    case PEER_NORMAL_STUDENT_T:
      m.joint = lgamma(0.5 * (r.n + 1)) - lgamma(0.5 * r.n) - 0.5 * log(r.n * M_PI);
      /* fall through */
    case PEER_NORMAL_BERNOULLI_LOGIT:
      m.joint += -half_log_two_pi - log(r.b);
      m.family = -half_log_two_pi - log(r.d);
      break;
  }
  return m;
}

/* exp(log joint - shift). */
static double evidence(double t, void *params) {
  const model *m = params;
  return exp(log_joint(m, t) - m->shift);
}

static double elbo(double t, void *params) {
  const model *m = params;
  const double q = log_family(m, t);
  return exp(q) * (log_joint(m, t) - q);
}

/* q (log q - log p(z|x)), shift = log p(x). */
static double divergence(double t, void *params) {
  const model *m = params;
  const double q = log_family(m, t);
  return exp(q) * (q - log_joint(m, t) + m->shift);
}

typedef struct {
  double lower, mode, upper;
} window;

/* Where a log density has fallen by 32 on either side of its mode. */
static window around(const model *m, double (*f)(const model *, double), double mode, double sd) {
  const double top = f(m, mode);
  window w = {mode - 8 * sd, mode, mode + 8 * sd};
  while (f(m, w.lower) > top - 32) w.lower = mode - 1.3 * (mode - w.lower);
  while (f(m, w.upper) > top - 32) w.upper = mode + 1.3 * (w.upper - mode);
  return w;
}

static window joint_window(const model *m) {
  const peer_model_row r = m->r;
  if (m->kind == PEER_GAMMA_POISSON)
    return around(m, log_joint, log((r.a + r.x) / (r.b + 1)), 1 / sqrt(r.a + r.x));
  if (m->kind == PEER_BETA_BINOMIAL) {
    const double s = r.a + r.x, f = r.b + r.n - r.x;
    return around(m, log_joint, log(s / f), sqrt(1 / s + 1 / f));
  }
  /* Newton's method, from the prior's mean; both log densities have their second derivative below
     that of the prior, or next to it. */
  double t = r.a;
  for (int k = 0; k < 50; k++) {
    double slope = -(t - r.a) / (r.b * r.b);
    const double curvature = 1 / (r.b * r.b);
    if (m->kind == PEER_NORMAL_STUDENT_T) {
      const double u = r.x - t;
      slope += (r.n + 1) * u / (r.n + u * u);
    } else {
      slope += r.x - 1 / (1 + exp(-t));
    }
    const double step = slope / (curvature + (m->kind == PEER_NORMAL_STUDENT_T ? 1 : 0.25));
    t += step;
    if (fabs(step) < 1e-6 * r.b) break;
  }
  return around(m, log_joint, t, r.b / sqrt(1 + r.b * r.b));
}

static window family_window(const model *m) {
  const peer_model_row r = m->r;
  switch (m->kind) {
    case PEER_GAMMA_POISSON: return around(m, log_family, log(r.c / r.d), 1 / sqrt(r.c));
    case PEER_KL: return around(m, log_family, log(r.a / r.b), 1 / sqrt(r.a));
    case PEER_BETA_BINOMIAL:
      return around(m, log_family, log(r.c / r.d), sqrt(1 / r.c + 1 / r.d));
    default: return around(m, log_family, r.c, r.d);
  }
}

static double integral(double (*f)(double, void *), model *m, window w,
                       gsl_integration_workspace *workspace) {
  gsl_function function = {f, m};
  double left = 0, right = 0, error;
  gsl_integration_qag(&function, w.lower, w.mode, 0, 1e-10, LIMIT, GSL_INTEG_GAUSS31, workspace,
                      &left, &error);
  gsl_integration_qag(&function, w.mode, w.upper, 1e-10 * fabs(left), 1e-10, LIMIT,
                      GSL_INTEG_GAUSS31, workspace, &right, &error);
  return left + right;
}

void peer_models(peer_model_kind kind, const peer_model_row *rows, peer_model_result *results,
                 long count) {
  gsl_set_error_handler_off();
  gsl_integration_workspace *workspace = gsl_integration_workspace_alloc(LIMIT);
  for (long i = 0; i < count; i++) {
    model m = prepared(kind, rows[i]);
    const window q = family_window(&m);
    peer_model_result result = {0, 0, 0};
    if (kind != PEER_KL) {
      const window w = joint_window(&m);
      m.shift = log_joint(&m, w.mode);
      result.log_evidence = m.shift + log(integral(evidence, &m, w, workspace));
      result.elbo = integral(elbo, &m, q, workspace);
      m.shift = result.log_evidence;
    }
    result.kl = integral(divergence, &m, q, workspace);
    results[i] = result;
  }
  gsl_integration_workspace_free(workspace);
}
