/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts of FLINT that the certificate calls. FLINT 3 has them all in flint/; before, balls were a
 * library of their own, Arb, with headers beside that folder.
 */
#ifndef GAPCHECK_CFLINT_H
#define GAPCHECK_CFLINT_H

#if __has_include(<flint/acb_calc.h>)
#include <flint/flint.h>
#include <flint/fmpz.h>
#include <flint/mag.h>
#include <flint/arf.h>
#include <flint/arb.h>
#include <flint/arb_hypgeom.h>
#include <flint/acb.h>
#include <flint/acb_calc.h>
#include <flint/acb_hypgeom.h>
#else
#include <flint/flint.h>
#include <flint/fmpz.h>
#include <mag.h>
#include <arf.h>
#include <arb.h>
#include <arb_hypgeom.h>
#include <acb.h>
#include <acb_calc.h>
#include <acb_hypgeom.h>
#endif

/* FLINT names directions of rounding by macros of macros, which Swift does not import. */
static inline double cflint_double_below(const arf_t x) { return arf_get_d(x, ARF_RND_FLOOR); }

static inline double cflint_double_near(const arf_t x) { return arf_get_d(x, ARF_RND_NEAR); }

static inline double cflint_double_above(const arf_t x) { return arf_get_d(x, ARF_RND_CEIL); }

#endif
