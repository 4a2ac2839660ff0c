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
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_sf_erf.h>
#include <gsl/gsl_version.h>

/* gsl_version is a mutable global, which Swift 6 refuses to read. */
static inline const char *cgsl_version(void) { return gsl_version; }

#endif
