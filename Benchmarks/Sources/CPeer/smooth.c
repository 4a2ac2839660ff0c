/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "smooth.h"

#include <gsl/gsl_integration.h>
#include <math.h>

static double cubic(double z, void *m) { return *(const double *)m * z * z * z - 2 * z + 1; }

static double exponential(double z, void *m) { return exp(-*(const double *)m * z); }

static double rational(double z, void *m) { return 1 / (*(const double *)m + z * z); }

static double logarithm(double z, void *m) { return log(*(const double *)m + z); }

static double wave(double z, void *m) { return cos(10 * *(const double *)m * z) * exp(-z); }

static double bell(double z, void *m) {
  const double distance = z - *(const double *)m;
  return exp(-0.5 * distance * distance);
}

static double gamma_density(double z, void *m) {
  return z * z * z * exp(-2 * *(const double *)m * z);
}

static const struct {
  double (*function)(double, void *);
  double lower, upper;
} integrals[] = {
    [PEER_CUBIC] = {cubic, 0, 2},         [PEER_EXPONENTIAL] = {exponential, 0, 1},
    [PEER_RATIONAL] = {rational, 0, 5},   [PEER_LOGARITHM] = {logarithm, 0, 10},
    [PEER_WAVE] = {wave, 0, 3},           [PEER_BELL] = {bell, -7, 9},
    [PEER_GAMMA] = {gamma_density, 0, 20},
};

double peer_smooth_sum(peer_smooth_kind integrand, long count, long *evaluations) {
  gsl_integration_workspace *workspace = gsl_integration_workspace_alloc(1000);
  double sum = 0;
  for (long i = 0; i < count; i++) {
    double m = 1 + (double)i * 1e-7, value, error;
    gsl_function function = {integrals[integrand].function, &m};
    gsl_integration_qags(&function, integrals[integrand].lower, integrals[integrand].upper, 0,
                         1e-10, 1000, workspace, &value, &error);
    sum += value;
    *evaluations += (2 * (long)workspace->size - 1) * 21;
  }
  gsl_integration_workspace_free(workspace);
  return sum;
}
