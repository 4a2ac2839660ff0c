/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "points.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <math.h>

/* Scalars that cancel are held in long double, where the library holds a pair of doubles. */

enum { LIMIT = 1000, MOST_ENDS = 8 };

/* exp(linear e - quadratic e^2), z = centre + unit e, on (lower, infinity). */
typedef struct {
  double centre, unit, linear, quadratic, lower;
} form;

typedef struct {
  double lower, upper;
} window;

typedef struct {
  double linear, quadratic, constant, first, second;
} moment_params;

typedef struct {
  double linear, quadratic, rate;
} excess_params;

typedef struct {
  double linear, quadratic, first, second, mean;
} near_params;

typedef struct {
  double linear, quadratic, log_normalizer, first, second, log_ratio, log_peak;
} far_params;

static double moment_integrand(double e, void *params) {
  const moment_params *p = params;
  return exp(e * (p->linear - p->quadratic * e)) * (p->constant + e * (p->first + e * p->second));
}

static double excess_integrand(double e, void *params) {
  const excess_params *p = params;
  return exp(e * (p->linear - p->quadratic * e)) - exp(-p->rate * fabs(e));
}

static inline double expm1_minus(double t) {
  static const double inverse[] = {
      1 / 20922789888000.0, 1 / 1307674368000.0, 1 / 87178291200.0, 1 / 6227020800.0,
      1 / 479001600.0,      1 / 39916800.0,      1 / 3628800.0,     1 / 362880.0,
      1 / 40320.0,          1 / 5040.0,          1 / 720.0,         1 / 120.0,
      1 / 24.0,             1 / 6.0,             1 / 2.0};
  if (!(fabs(t) < 0.5)) return isinf(t) && t > 0 ? t : expm1(t) - t;
  double sum = inverse[0];
#pragma unroll
  for (int k = 1; k < 15; k++) sum = sum * t + inverse[k];
  return t * t * sum;
}

static double near_integrand(double e, void *params) {
  const near_params *p = params;
  const double u = e * (p->first + e * p->second) - p->mean;
  const double log_bell = e * (p->linear - p->quadratic * e);
  if (u > 8) return exp(log_bell + u) - exp(log_bell) * (1 + u);
  return exp(log_bell) * expm1_minus(u);
}

static double far_integrand(double e, void *params) {
  const far_params *p = params;
  const double t = e * (p->first + e * p->second) - p->log_ratio;
  const double log_density = e * (p->linear - p->quadratic * e) + p->log_normalizer;
  if (fabs(t) < 0.5) return exp(log_density) * expm1_minus(t);
  const double log_posterior = fmin(log_density + t, p->log_peak);
  const double posterior = log_posterior > -745.2 ? exp(log_posterior) : 0;
  return posterior - exp(log_density) * (1 + t);
}

/* Where |slope| s + curvature s^2 = drop. */
static double distance(double drop, double slope, double curvature) {
  return drop / (fabs(0.5 * slope) + hypot(0.5 * slope, sqrt(curvature) * sqrt(drop)));
}

static double reach(const form *f, double drop) {
  return distance(drop, f->linear, f->quadratic);
}

static window window_of(const form *f, double drop) {
  const double r = reach(f, drop);
  return (window){fmax(f->lower, -r), r};
}

static window window_in(const form *own, const form *other, double drop) {
  const window w = window_of(own, drop);
  const double offset = (own->centre - other->centre) / other->unit;
  return (window){fmax(offset + w.lower * (own->unit / other->unit), other->lower),
                  offset + w.upper * (own->unit / other->unit)};
}

static int panels(const form *f, window w, const double *drops, int count, double *ends) {
  int size = 0;
  ends[size++] = w.lower;
  for (int k = count; k-- > 0;) {
    const double r = -reach(f, drops[k]);
    if (w.lower < r && r < w.upper) ends[size++] = r;
  }
  if (w.lower < 0 && 0 < w.upper) ends[size++] = 0;
  for (int k = 0; k < count; k++) {
    const double r = reach(f, drops[k]);
    if (w.lower < r && r < w.upper) ends[size++] = r;
  }
  ends[size++] = w.upper;
  return size;
}

/* The panels from the centre outward; an outer one is as accurate as the sum so far asks for. */
static double integrate(double (*f)(double, void *), void *params, const double *ends, int size,
                        double absolute, int rule, gsl_integration_workspace *workspace,
                        int *status) {
  gsl_function function = {f, params};
  double total = 0;
  int first = size - 1;
  for (int k = size; k-- > 0;)
    if (ends[k] >= 0) first = k;
  for (int step = 0; step < size - 1; step++) {
    const int k = step < size - 1 - first ? first + step : size - 2 - step;
    if (!(ends[k] < ends[k + 1])) continue;
    const double allowed = fmax(absolute, 1e-13 * fabs(total)) / (size - 1);
    double value, error;
    *status |= gsl_integration_qag(&function, ends[k], ends[k + 1], allowed, 1e-13, LIMIT, rule,
                                   workspace, &value, &error);
    total += value;
  }
  return total;
}

static double mass_between(const form *f, double lower, double upper, double absolute,
                           gsl_integration_workspace *workspace, int *status) {
  if (!(lower < upper)) return 0;
  double ends[MOST_ENDS];
  moment_params params = {f->linear, f->quadratic, 1, 0, 0};
  const int size = panels(f, (window){lower, upper}, 0, 0, ends);
  return integrate(moment_integrand, &params, ends, size, absolute, GSL_INTEG_GAUSS41, workspace,
                   status);
}

static double unit_of(double length) { return ldexp(1, ilogb(length)); }

static void evaluate(peer_point p, peer_result *result, gsl_integration_workspace *workspace) {
  int status = 0;
  double ends[MOST_ENDS];

  /* log p(x). */
  const long double m = (long double)p.x - p.theta;
  const double centre = m > 0 ? (double)m : 0;
  const double slope = m > 0 ? 0 : (double)m;
  form joint = {centre, unit_of(distance(1, slope, 0.5)), 0, 0, 0};
  joint.linear = slope * joint.unit;
  joint.quadratic = 0.5 * joint.unit * joint.unit;
  joint.lower = -centre / joint.unit;
  const long double offset = p.x - (long double)centre;
  const long double peak = logl(p.theta) - 0.91893853320467274178032973640562L -
                           (long double)p.theta * centre - 0.5L * offset * offset;
  const window bulk = window_of(&joint, 42);
  const double rate =
      0.5 * (fabs(joint.linear) + hypot(joint.linear, 2.2 * sqrt(joint.quadratic)));
  excess_params excess = {joint.linear, joint.quadratic, rate};
  ends[0] = bulk.lower, ends[1] = 0, ends[2] = bulk.upper;
  const double difference = integrate(excess_integrand, &excess, ends, 3, 1e-13,
                                      GSL_INTEG_GAUSS41, workspace, &status);
  const double below = bulk.lower < 0 ? -expm1(rate * bulk.lower) : 0;
  const double normalizer = (double)((below - expm1(-rate * bulk.upper)) / (long double)rate +
                                     difference);
  const long double log_volume = logl(joint.unit) + logl(normalizer);
  result->log_evidence = (double)(peak + log_volume);

  /* E_q[log p(x, z) - log q(z)] less its value at 0. */
  form q = {0, unit_of(1 / p.phi), 0, 0, 0};
  q.linear = -p.phi * q.unit;
  const double first = (double)((m + p.phi) * q.unit);
  const double second = -0.5 * q.unit * q.unit;
  const double log_normalizer = log(p.phi * q.unit);
  const double density = p.phi * q.unit;
  const double baseline = (2 * second / q.linear - first) / q.linear;
  const double length = reach(&q, 1);
  const double magnitude = length * (fabs(first) + 2 * length * fabs(second));
  moment_params moment = {q.linear, 0, -baseline, first, second};
  int size = panels(&q, window_of(&q, 48), (const double[]){12}, 1, ends);
  const double mean =
      baseline + density * integrate(moment_integrand, &moment, ends, size, 1e-13 * magnitude,
                                     GSL_INTEG_GAUSS31, workspace, &status);

  /* KL. */
  const double log_ratio =
      (double)(centre * (m - 0.5L * centre) + log_volume + logl(p.phi));
  const double rough = log_ratio - mean;
  const window own = window_of(&q, 58);
  if (rough < 1) {
    const window other = window_in(&joint, &q, 58);
    const window both = {fmin(own.lower, other.lower), fmax(own.upper, other.upper)};
    near_params params = {q.linear, 0, first, second, mean};
    size = panels(&q, both, (const double[]){12}, 1, ends);
    result->kl = log1p(density * integrate(near_integrand, &params, ends, size, 0,
                                           GSL_INTEG_GAUSS41, workspace, &status));
  } else {
    const window inner = window_in(&joint, &q, 42);
    size = 0;
    ends[size++] = own.lower;
    ends[size++] = 0;
    if (own.lower <= inner.lower && inner.lower <= own.upper) ends[size++] = inner.lower;
    if (own.lower <= inner.upper && inner.upper <= own.upper) ends[size++] = inner.upper;
    ends[size++] = own.upper;
    far_params params = {q.linear,  0,         log_normalizer,
                         first,     second,    log_ratio,
                         (double)(logl(q.unit) - log_volume)};
    const double absolute = 1e-12 * rough;
    result->kl = integrate(far_integrand, &params, ends, size, absolute, GSL_INTEG_GAUSS51,
                           workspace, &status);
    const double from = (own.lower * q.unit - centre) / joint.unit;
    const double to = (own.upper * q.unit - centre) / joint.unit;
    if (to <= bulk.lower || bulk.upper <= from) {
      result->kl += 1;
    } else {
      const double rest =
          mass_between(&joint, bulk.lower, fmin(from, bulk.upper), absolute * normalizer,
                       workspace, &status) +
          mass_between(&joint, fmax(to, bulk.lower), bulk.upper, absolute * normalizer, workspace,
                       &status);
      result->kl += rest / normalizer;
    }
  }
  result->is_announced = status != GSL_SUCCESS && status != GSL_EROUND;
}

void peer_same_calls(const peer_point *points, peer_result *results, long count) {
  gsl_set_error_handler_off();
  gsl_integration_workspace *workspace = gsl_integration_workspace_alloc(LIMIT);
  for (long i = 0; i < count; i++) evaluate(points[i], &results[i], workspace);
  gsl_integration_workspace_free(workspace);
}
