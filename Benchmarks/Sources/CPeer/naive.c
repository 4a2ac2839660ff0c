/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "points.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <math.h>

enum { LIMIT = 1000 };

typedef struct {
  double theta, x, phi, constant;
} model;

/* p(z) p(x|z). */
static double joint(double z, void *params) {
  const model *m = params;
  const double t = m->x - z;
  return exp(m->constant - m->theta * z - 0.5 * t * t);
}

/* q(z) (log q(z) - log p(z|x)). */
static double weighted(double z, void *params) {
  const model *m = params;
  const double t = m->x - z;
  return m->phi * exp(-m->phi * z) * (m->constant + (m->theta - m->phi) * z + 0.5 * t * t);
}

void peer_naive(const peer_point *points, peer_result *results, long count) {
  gsl_set_error_handler_off();
  gsl_integration_workspace *workspace = gsl_integration_workspace_alloc(LIMIT);
  for (long i = 0; i < count; i++) {
    const peer_point p = points[i];
    const double half_log_two_pi = 0.91893853320467274178;
    double value, error;
    model m = {p.theta, p.x, p.phi, log(p.theta) - half_log_two_pi};
    gsl_function evidence = {joint, &m};
    int status = gsl_integration_qagiu(&evidence, 0, 0, 1e-10, LIMIT, workspace, &value, &error);
    results[i].log_evidence = log(value);
    m.constant = log(p.phi) - m.constant + log(value);
    gsl_function divergence = {weighted, &m};
    status |= gsl_integration_qagiu(&divergence, 0, 0, 1e-10, LIMIT, workspace, &value, &error);
    results[i].kl = value;
    results[i].is_announced = status != GSL_SUCCESS;
  }
  gsl_integration_workspace_free(workspace);
}
