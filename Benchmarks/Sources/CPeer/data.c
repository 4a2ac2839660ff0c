/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <math.h>

enum { LIMIT = 200 };

static const double half_log_two_pi = 0.91893853320467274178;
static const double prior_sd = 5;

typedef enum { EVIDENCE, ELBO, DIVERGENCE } integral_of;

typedef struct {
  peer_data_kind kind;
  const double *x, *w;
  long count;
  double mean, sd, constant, shift;
  integral_of part;
} data;

static double log_joint(const data *d, double z) {
  double sum = d->constant - 0.5 * z * z / (prior_sd * prior_sd);
  if (d->kind == PEER_STUDENT_T_ROWS) {
    double logs = 0;
    for (long i = 0; i < d->count; i++) {
      const double u = d->x[i] - z;
      logs += log1p(0.25 * u * u);
    }
    return sum - 2.5 * logs;
  }
  for (long i = 0; i < d->count; i++) {
    const double t = d->w[i] * z - 0.5;
    sum += d->x[i] * t - log1p(exp(t));
  }
  return sum;
}

static double log_family(const data *d, double z) {
  const double s = (z - d->mean) / d->sd;
  return -half_log_two_pi - log(d->sd) - 0.5 * s * s;
}

/* Newton's method; *curvature is that of -log joint. */
static double mode(const data *d, double *curvature) {
  double z = d->mean;
  for (int step = 0; step < 50; step++) {
    double slope = -z / (prior_sd * prior_sd), bend = 1 / (prior_sd * prior_sd);
    for (long i = 0; i < d->count; i++) {
      if (d->kind == PEER_STUDENT_T_ROWS) {
        const double u = d->x[i] - z, v = 4 + u * u;
        slope += 5 * u / v;
        bend += 5 * (4 - u * u) / (v * v);
      } else {
        const double p = 1 / (1 + exp(0.5 - d->w[i] * z));
        slope += d->w[i] * (d->x[i] - p);
        bend += d->w[i] * d->w[i] * p * (1 - p);
      }
    }
    z += slope / bend;
    *curvature = bend;
    if (fabs(slope) < 1e-6 * sqrt(bend)) break;
  }
  return z;
}

static double integrand(double z, void *params) {
  const data *d = params;
  const double joint = log_joint(d, z);
  if (d->part == EVIDENCE) return exp(joint - d->shift);
  const double q = log_family(d, z);
  return exp(q) * (d->part == ELBO ? joint - q : q - joint + d->shift);
}

/* 8.5 standard deviations on either side. */
static double integral(integral_of part, data *d, double middle, double sd,
                       gsl_integration_workspace *workspace) {
  gsl_function function = {integrand, d};
  d->part = part;
  double left = 0, right = 0, error;
  gsl_integration_qag(&function, middle - 8.5 * sd, middle, 0, 1e-10, LIMIT, GSL_INTEG_GAUSS31,
                      workspace, &left, &error);
  gsl_integration_qag(&function, middle, middle + 8.5 * sd, 0, 1e-10, LIMIT, GSL_INTEG_GAUSS31,
                      workspace, &right, &error);
  return left + right;
}

peer_model_result peer_data(peer_data_kind kind, const double *x, const double *w, long count,
                            double mean, double sd) {
  gsl_set_error_handler_off();
  gsl_integration_workspace *workspace = gsl_integration_workspace_alloc(LIMIT);
  data d = {kind, x, w, count, mean, sd, -half_log_two_pi - log(prior_sd), 0, EVIDENCE};
  if (kind == PEER_STUDENT_T_ROWS)
    d.constant += count * (lgamma(2.5) - lgamma(2) - 0.5 * log(4 * M_PI));
  double curvature = 0;
  const double top = mode(&d, &curvature);
  peer_model_result result;
  d.shift = log_joint(&d, top);
  result.log_evidence = d.shift + log(integral(EVIDENCE, &d, top, 1 / sqrt(curvature), workspace));
  result.elbo = integral(ELBO, &d, mean, sd, workspace);
  d.shift = result.log_evidence;
  result.kl = integral(DIVERGENCE, &d, mean, sd, workspace);
  gsl_integration_workspace_free(workspace);
  return result;
}
