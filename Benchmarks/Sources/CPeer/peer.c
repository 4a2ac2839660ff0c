/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "peer.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <math.h>

static double bell(double z, void *params) {
  const double distance = z - *(const double *)params;
  return exp(-0.5 * distance * distance);
}

double peer_bells(long count, long *evaluations) {
  gsl_integration_workspace *workspace = gsl_integration_workspace_alloc(1000);
  double sum = 0;
  for (long i = 0; i < count; i++) {
    double m = (double)i * 1e-6, value, error;
    gsl_function integrand = {bell, &m};
    gsl_integration_qag(&integrand, m - 8, m + 8, 0, 1e-10, 1000, GSL_INTEG_GAUSS41, workspace,
                        &value, &error);
    sum += value;
    *evaluations += (2 * (long)workspace->size - 1) * 41;
  }
  gsl_integration_workspace_free(workspace);
  return sum;
}
