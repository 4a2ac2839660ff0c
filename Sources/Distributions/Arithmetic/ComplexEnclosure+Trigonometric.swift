// SPDX-License-Identifier: GPL-3.0-or-later

internal import RealModule

// Sine, cosine, arc tangent and hyperbolic tangent over intervals, and over rectangles of the complex plane.

extension ComplexEnclosure {
  /// sin(x + iy) = sin x cosh y + i cos x sinh y.
  var sine: ComplexEnclosure {
    ComplexEnclosure(
      real: real.sine * imaginary.hyperbolicCosine,
      imaginary: real.cosine * imaginary.hyperbolicSine)
  }

  /// cos(x + iy) = cos x cosh y − i sin x sinh y.
  var cosine: ComplexEnclosure {
    ComplexEnclosure(
      real: real.cosine * imaginary.hyperbolicCosine,
      imaginary: -(real.sine * imaginary.hyperbolicSine))
  }

  /// f(x + iy) = f(x) + iy f′(s), averaged over s from x to x + iy, where f′ is analytic on the way.
  func alongImaginary(of function: ElementaryFunction) -> ComplexEnclosure {
    let zero = Enclosure(from: 0, to: 0)
    let line = ComplexEnclosure(real: real, imaginary: imaginary.hull(zero))
    let slope = Formula.derivative(of: function, at: .latent).enclosure(over: line)
    let rise = ComplexEnclosure(real: zero, imaginary: imaginary)
    return ComplexEnclosure(real: real.applying(function), imaginary: zero) + rise * slope
  }
}

extension Enclosure {
  /// cos t.
  var cosine: Enclosure {
    guard largest < 1e6 else { return Enclosure(from: -1, to: 1) }
    let (first, last) = (Distributions.cosine(lower), Distributions.cosine(upper))
    // Maxima at even multiples of π, minima at odd ones.
    let (from, to) = (lower / .pi - 1e-9, upper / .pi + 1e-9)
    let hasMaximum = (to / 2).rounded(.down) >= (from / 2).rounded(.up)
    let hasMinimum = ((to - 1) / 2).rounded(.down) >= ((from - 1) / 2).rounded(.up)
    return Enclosure(
      from: hasMinimum ? -1 : max(-1, min(first, last) - 1e-15),
      to: hasMaximum ? 1 : min(1, max(first, last) + 1e-15))
  }

  /// sin t = cos(t − π/2); next to 0, where it rises, with the digits of a small t.
  var sine: Enclosure {
    if largest < 1.5 { return increasing { Double.sin($0) } }
    let half = Double.pi / 2
    return Enclosure(
      from: DirectedRounding.below(lower - half), to: DirectedRounding.above(upper - half)
    ).cosine
  }

  fileprivate var hyperbolicSine: Enclosure { increasing { Double.sinh($0) } }

  fileprivate var hyperbolicCosine: Enclosure {
    let sizes = applying(.magnitude).increasing { Double.cosh($0) }
    return sizes.intersection(Enclosure(from: 1, to: .infinity))
  }
}
