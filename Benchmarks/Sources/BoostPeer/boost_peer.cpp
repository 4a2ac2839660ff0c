// SPDX-License-Identifier: GPL-3.0-or-later
#include "boost_peer.h"

#include <boost/math/quadrature/exp_sinh.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/quadrature/tanh_sinh.hpp>
#include <boost/version.hpp>
#include <cmath>
#include <exception>
#include <limits>

namespace {

constexpr double tolerance = 1e-10;
constexpr double half_log_two_pi = 0.91893853320467274178;

// Integrates over (lower, upper), with `split` inside or at the lower end; adds to the error.
struct GaussKronrod {
  // What the rule is asked for; an answer is judged by the tolerance that all peers have.
  double asked;
  template <class F>
  double operator()(F f, double lower, double split, double upper, double &error) const {
    using rule = boost::math::quadrature::gauss_kronrod<double, 31>;
    double part = 0, sum = 0;
    if (lower < split) {
      sum += rule::integrate(f, lower, split, 15, asked, &part);
      error += part;
    }
    sum += rule::integrate(f, split, upper, 15, asked, &part);
    error += part;
    return sum;
  }
};

struct TanhSinh {
  boost::math::quadrature::tanh_sinh<double> rule;
  template <class F>
  double operator()(F f, double lower, double split, double upper, double &error) {
    double part = 0, sum = 0;
    if (lower < split) {
      sum += rule.integrate(f, lower, split, tolerance, &part);
      error += part;
    }
    sum += rule.integrate(f, split, upper, tolerance, &part);
    error += part;
    return sum;
  }
};

struct ExpSinh {
  boost::math::quadrature::exp_sinh<double> rule;
  template <class F>
  double operator()(F f, double, double, double, double &error) {
    double part = 0;
    const double sum =
        rule.integrate(f, 0, std::numeric_limits<double>::infinity(), tolerance, &part);
    error += part;
    return sum;
  }
};

template <class Rule>
void evaluate(Rule &integrate, const peer_point &p, peer_result &result) {
  const double m = p.x - p.theta;
  const double mode = std::fmax(m, 0), slope = std::fmin(m, 0);
  const double reach = 42 / (0.5 * std::fabs(slope) + std::hypot(0.5 * slope, std::sqrt(21.0)));
  const double constant = std::log(p.theta) - half_log_two_pi;
  double error = 0;
  // Relative to the mode, so that p(z) p(x|z) does not underflow.
  const double peak = constant - p.theta * mode - 0.5 * (p.x - mode) * (p.x - mode);
  const double volume = integrate(
      [&](double z) {
        const double e = z - mode;
        return std::exp(e * (slope - 0.5 * e));
      },
      std::fmax(0, mode - reach), mode, mode + reach, error);
  const double log_evidence = peak + std::log(volume);
  bool is_announced = !(error <= 10 * tolerance * volume);
  error = 0;
  const double offset = std::log(p.phi) - constant + log_evidence;
  const double kl = integrate(
      [&](double z) {
        const double t = p.x - z;
        return p.phi * std::exp(-p.phi * z) * (offset + (p.theta - p.phi) * z + 0.5 * t * t);
      },
      0, 0, 48 / p.phi, error);
  is_announced |= !(error <= 10 * tolerance * std::fabs(kl));
  result = {log_evidence, kl, is_announced};
}

template <class Rule>
void evaluate_all(Rule &rule, const peer_point *points, peer_result *results, long count) {
  for (long i = 0; i < count; i++) {
    try {
      evaluate(rule, points[i], results[i]);
    } catch (const std::exception &) {
      results[i] = {NAN, NAN, 1};
    }
  }
}

}  // namespace

void peer_boost_gauss_kronrod(const peer_point *points, peer_result *results, long count,
                              double asked) {
  GaussKronrod rule{asked};
  evaluate_all(rule, points, results, count);
}

void peer_boost_tanh_sinh(const peer_point *points, peer_result *results, long count) {
  static TanhSinh rule;
  evaluate_all(rule, points, results, count);
}

void peer_boost_exp_sinh(const peer_point *points, peer_result *results, long count) {
  static ExpSinh rule;
  evaluate_all(rule, points, results, count);
}

const char *peer_boost_version(void) { return BOOST_LIB_VERSION; }
