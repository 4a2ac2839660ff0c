/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BOOST_PEER_H
#define BOOST_PEER_H

#include "points.h"

#ifdef __cplusplus
extern "C" {
#endif

/* log p(x) and KL(q||posterior) = E_q[log q(z) - log p(z|x)] at relative tolerance 1e-10. */

/* gauss_kronrod<double, 31> on finite windows: that of the joint density where its exponent has
   dropped by 42, split at the mode, and (0, 48/phi) for q; asked for another relative tolerance, to
   compare at equal digits. */
void peer_boost_gauss_kronrod(const peer_point *points, peer_result *results, long count,
                              double asked);

/* tanh_sinh on the same windows. */
void peer_boost_tanh_sinh(const peer_point *points, peer_result *results, long count);

/* exp_sinh on (0, infinity), with no window at all. */
void peer_boost_exp_sinh(const peer_point *points, peer_result *results, long count);

/* The version of Boost. */
const char *peer_boost_version(void);

#ifdef __cplusplus
}
#endif
#endif
