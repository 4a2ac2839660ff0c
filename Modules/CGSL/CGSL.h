/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts of the GNU Scientific Library that gapcheck calls. Everything here
 * exists in GSL 2.7 and 2.8.
 */
#ifndef GAPCHECK_CGSL_H
#define GAPCHECK_CGSL_H

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_deriv.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_min.h>
#include <gsl/gsl_monte_miser.h>
#include <gsl/gsl_monte_plain.h>
#include <gsl/gsl_monte_vegas.h>
#include <gsl/gsl_multimin.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_sf_erf.h>
#include <gsl/gsl_sf_psi.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_log.h>
#include <gsl/gsl_sf_zeta.h>
#include <gsl/gsl_version.h>

/* GSL keeps its version and its choices of algorithm in mutable globals, which Swift 6 refuses to
   read. Each function reads one. */
static inline const char *cgsl_version(void) { return gsl_version; }

static inline const gsl_rng_type *cgsl_rng_mt19937(void) { return gsl_rng_mt19937; }

static inline const gsl_min_fminimizer_type *cgsl_min_brent(void) {
  return gsl_min_fminimizer_brent;
}

static inline const gsl_multimin_fminimizer_type *cgsl_multimin_nmsimplex2(void) {
  return gsl_multimin_fminimizer_nmsimplex2;
}

static inline const gsl_root_fsolver_type *cgsl_root_brent(void) { return gsl_root_fsolver_brent; }

static inline const gsl_integration_fixed_type *cgsl_fixed_legendre(void) {
  return gsl_integration_fixed_legendre;
}

static inline const gsl_integration_fixed_type *cgsl_fixed_chebyshev(void) {
  return gsl_integration_fixed_chebyshev;
}

static inline const gsl_integration_fixed_type *cgsl_fixed_chebyshev2(void) {
  return gsl_integration_fixed_chebyshev2;
}

static inline const gsl_integration_fixed_type *cgsl_fixed_gegenbauer(void) {
  return gsl_integration_fixed_gegenbauer;
}

static inline const gsl_integration_fixed_type *cgsl_fixed_jacobi(void) {
  return gsl_integration_fixed_jacobi;
}

static inline const gsl_integration_fixed_type *cgsl_fixed_laguerre(void) {
  return gsl_integration_fixed_laguerre;
}

static inline const gsl_integration_fixed_type *cgsl_fixed_hermite(void) {
  return gsl_integration_fixed_hermite;
}

static inline const gsl_integration_fixed_type *cgsl_fixed_exponential(void) {
  return gsl_integration_fixed_exponential;
}

static inline const gsl_integration_fixed_type *cgsl_fixed_rational(void) {
  return gsl_integration_fixed_rational;
}

#endif
