// SPDX-License-Identifier: GPL-3.0-or-later

/// The integrators of GSL, by the letters that QUADPACK gave them.
///
/// Q: quadrature; N or A: non-adaptive or adaptive; G or W: general or weighted integrand;
/// S, P, I, C, O, F: singularities, points, infinite, Cauchy, oscillatory, Fourier.
///
/// ``qng``, ``qag(_:)``, ``qags``, ``cquad`` and ``romberg(levels:)`` take finite and infinite
/// intervals. GSL defines them for finite ones; an infinite interval is mapped to (0, 1] or
/// [−1, 1] first, by z = a + (1 − t)/t from its finite end, as QAGI does.
///
/// Sources: Piessens, de Doncker-Kapenga, Überhuber, Kahaner, *QUADPACK* (Springer, 1983);
/// Gonnet, "Increasing the reliability of adaptive quadrature using explicit interpolants",
/// ACM TOMS 37 (2010), for CQUAD.
public enum Routine: Sendable, Hashable {
  /// Picks the routine: QAGP where there are breakpoints, else QAGS on a finite interval and QAGI,
  /// QAGIU or QAGIL on an infinite one.
  case automatic

  /// Non-adaptive Gauss–Kronrod–Patterson: 21, 43, then 87 points. For very smooth integrands.
  case qng

  /// Globally adaptive bisection with one Gauss–Kronrod rule.
  case qag(GaussKronrodRule = .points21)

  /// Adaptive bisection with extrapolation by the ε-algorithm; copes with integrable singularities
  /// at the ends.
  case qags

  /// QAGS with breakpoints, at singularities or wherever the integrand changes its scale. With an
  /// infinite end, which GSL does not offer, the part beyond the breakpoints is mapped to a finite
  /// interval and the whole is one adaptive integral.
  case qagp

  /// QAGS for (−∞, ∞), by z = (1 − t)/t on both halves at once.
  case qagi

  /// QAGS for (a, ∞), by z = a + (1 − t)/t.
  case qagiu

  /// QAGS for (−∞, b), by z = b − (1 − t)/t.
  case qagil

  /// Doubly adaptive Clenshaw–Curtis. Slower than the others on easy integrands, and the one that
  /// is hardest to fool. It evaluates the integrand at the ends of the interval. GSL sets it no limit;
  /// here it gives up after 100 evaluations for each of the workspace's subintervals, or 100 000.
  case cquad

  /// Romberg's extrapolation of the trapezoidal rule, with at most 2^(levels − 1) + 1 points;
  /// levels from 2 to 30. For smooth integrands. It evaluates the integrand at the ends.
  case romberg(levels: Int = 16)

  /// The Cauchy principal value of ∫ f(z)/(z − c) dz on a finite interval, c not one of its ends.
  case qawc(singularity: Double)

  /// ∫ f(z) w(z) dz on a finite interval with the weight of ``EndpointSingularity``.
  case qaws(EndpointSingularity)

  /// ∫ f(z) sin(ωz) dz or ∫ f(z) cos(ωz) dz on a finite interval.
  case qawo(Oscillation)

  /// The Fourier integral ∫ f(z) sin(ωz) dz or ∫ f(z) cos(ωz) dz on (a, ∞). It controls the
  /// absolute error alone: give an absolute tolerance.
  case qawf(Oscillation)

  /// QUADPACK's or GSL's name of the routine.
  public var name: String {
    switch self {
    case .automatic: "automatic"
    case .qng: "QNG"
    case .qag: "QAG"
    case .qags: "QAGS"
    case .qagp: "QAGP"
    case .qagi: "QAGI"
    case .qagiu: "QAGIU"
    case .qagil: "QAGIL"
    case .cquad: "CQUAD"
    case .romberg: "Romberg"
    case .qawc: "QAWC"
    case .qaws: "QAWS"
    case .qawo: "QAWO"
    case .qawf: "QAWF"
    }
  }

  /// Whether it integrates the integrand itself, and not the integrand times a weight.
  var isPlain: Bool {
    switch self {
    case .qawc, .qaws, .qawo, .qawf: false
    default: true
    }
  }
}
