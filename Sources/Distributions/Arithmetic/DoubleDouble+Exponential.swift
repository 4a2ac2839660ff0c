// SPDX-License-Identifier: GPL-3.0-or-later

internal import RealModule

// Exponential and logarithm in 31 digits: the relative error is below 1e-30, whatever the argument, as
// long as no part of the value underflows.

extension DoubleDouble {
  /// eˣ; 0 below about −745, ∞ above about 709.8.
  ///
  /// x = k log 2 + j/1024 + r with |r| ≤ 1/2048, eˣ = 2ᵏ e^(j/1024) eʳ.
  var exponential: DoubleDouble {
    guard head > -746 else { return DoubleDouble(head.isNaN ? .nan : 0) }
    guard head < 710 else { return DoubleDouble(.infinity) }
    let reduced = Reduced(self)
    return reduced.onePlus.scaled(byPowerOfTwo: reduced.k)
  }

  /// eˣ − 1, accurate near 0.
  package var expMinusOne: DoubleDouble {
    if head < -80 { return DoubleDouble(normalizing: -1, exponential.head) }
    guard head < 710 else { return DoubleDouble(head.isNaN ? .nan : .infinity) }
    let reduced = Reduced(self)
    if reduced.k == 0 { return reduced.expMinusOne }
    return reduced.onePlus.scaled(byPowerOfTwo: reduced.k) - DoubleDouble(1)
  }

  /// log x: −∞ at 0, NaN below.
  ///
  /// x = 2ᵏ m with m between 1/√2 and √2, so that m − 1 is exact; log x = k log 2 + log(1 + (m − 1)).
  package var logarithm: DoubleDouble {
    guard head > 0, head.isFinite else { return DoubleDouble(Double.log(head)) }
    var k = Int(head.exponent)
    if head.significand > 1.4142135623730951 { k += 1 }
    let fraction = scaled(byPowerOfTwo: -k) - DoubleDouble(1)
    let part = DoubleDouble.logOnePlusOfSmall(fraction)
    return k == 0 ? part : DoubleDouble.logarithmOfTwo * Double(k) + part
  }

  /// log(1 + x), accurate near 0: −∞ at −1, NaN below.
  package var logOnePlus: DoubleDouble {
    -0.29 < head && head < 0.41
      ? DoubleDouble.logOnePlusOfSmall(self) : (self + DoubleDouble(1)).logarithm
  }

  /// log(1 + eˣ).
  var softplus: DoubleDouble {
    head > 0 ? self + (-self).exponential.logOnePlus : exponential.logOnePlus
  }

  /// 1/(1 + e⁻ˣ).
  var inverseLogit: DoubleDouble {
    let small = head > 0 ? (-self).exponential : exponential
    return (head > 0 ? DoubleDouble(1) : small) / (DoubleDouble(1) + small)
  }

  /// x · 2ᵏ, for |k| ≤ 2000; exact unless it under- or overflows.
  func scaled(byPowerOfTwo k: Int) -> DoubleDouble {
    if k.magnitude <= 1000, head.magnitude < 4 {
      let power = Double(bitPattern: UInt64(1023 + k) << 52)
      return DoubleDouble(head: head * power, tail: tail * power)
    }
    // 2ᵏ itself need not be a double; halfway there nothing is lost, since either step goes towards 1.
    let first = Double(sign: .plus, exponent: k / 2, significand: 1)
    let second = Double(sign: .plus, exponent: k - k / 2, significand: 1)
    return DoubleDouble(normalizing: head * first * second, tail * first * second)
  }

  /// An argument of the exponential, with the multiple of log 2 taken off.
  private struct Reduced {
    /// How often.
    let k: Int

    /// exp(x − k log 2) − 1.
    let expMinusOne: DoubleDouble

    /// |x| ≤ 746.
    init(_ x: DoubleDouble) {
      let multiple = Reduced.rounded(x.head * 1.4426950408889634)
      k = Int(multiple)
      // log 2 in three pieces: the multiples of the first two are exact, and x − k log 2 is as well up
      // to the last bits of the third.
      let start = Augmented.sum(x.head - multiple * 0x1.62e42fefa38p-1, x.tail)
      let part = Augmented.sum(start.head, -multiple * 0x1.ef35793c76p-45)
      expMinusOne = Reduced.expMinusOne(
        part.head, part.tail + (start.tail - multiple * 0x1.cc01f97b57a08p-87))
    }

    /// exp(x − k log 2).
    var onePlus: DoubleDouble {
      let sum = Augmented.sum(large: 1, small: expMinusOne.head)
      let total = Augmented.sum(large: sum.head, small: sum.tail + expMinusOne.tail)
      return DoubleDouble(head: total.head, tail: total.tail)
    }

    /// eʳ − 1 for |r| ≤ ½ log 2 + rounding, hence |step| ≤ 355.
    static func expMinusOne(_ head: Double, _ tail: Double) -> DoubleDouble {
      let step = rounded(head * 1024)
      // The head of the difference is exact.
      let rest = Augmented.sum(head - step / 1024, tail)
      let small = expMinusOneOfTiny(rest.head, rest.tail)
      let part = expMinusOneOfSteps[Int(step) + 355]
      let product = Augmented.product(part.head, small.head)
      let sum = Augmented.sum(part.head, small.head)
      let total = Augmented.sum(large: sum.head, small: product.head)
      let error =
        total.tail + sum.tail
        + (part.tail + small.tail
          + (product.tail + (part.head * small.tail + part.tail * small.head)))
      return DoubleDouble(normalizing: total.head, error)
    }

    /// To the nearest whole number, for |x| < 2⁵¹: without a call.
    private static func rounded(_ x: Double) -> Double { (x + 0x1.8p52) - 0x1.8p52 }
  }

  /// eʳ − 1 for |r| ≤ 1/2048, r + r²(½ + r/6 + r²/24 + …), of which from r³/120 to r⁷/9! a double is enough. Each sum is in the order of its terms, the largest first.
  private static func expMinusOneOfTiny(_ x: Double, _ tail: Double) -> DoubleDouble {
    let square = Augmented.product(x, x)
    let squareTail = square.tail + 2 * x * tail
    let third = Augmented.product(x, sixth.head)
    let fourth = Augmented.product(square.head, twentyFourth.head)
    let start = Augmented.sum(large: 0.5, small: third.head)
    let sum = Augmented.sum(large: start.head, small: fourth.head)
    let rest =
      x * square.head
      * (1 / 120.0 + x * (1 / 720.0 + x * (1 / 5040.0 + x * (1 / 40320.0 + x / 362880))))
    let sumTail =
      sum.tail + start.tail
      + ((third.tail + (x * sixth.tail + tail * sixth.head))
        + (fourth.tail + (square.head * twentyFourth.tail + squareTail * twentyFourth.head)) + rest)
    let product = Augmented.product(square.head, sum.head)
    let productTail = product.tail + (square.head * sumTail + squareTail * sum.head)
    let total = Augmented.sum(large: x, small: product.head)
    let result = Augmented.sum(large: total.head, small: total.tail + (tail + productTail))
    return DoubleDouble(head: result.head, tail: result.tail)
  }

  private static let sixth = DoubleDouble(head: 0x1.5555555555555p-3, tail: 0x1.5555555555555p-57)
  private static let twentyFourth = DoubleDouble(
    head: 0x1.5555555555555p-5, tail: 0x1.5555555555555p-59)

  /// eʳ − 1 for |r| ≤ 1/64, by its Taylor series; the relative error is that of a product.
  private static func expMinusOneOfSmall(_ r: DoubleDouble) -> DoubleDouble {
    // From 1/8! on a double is enough: r⁷/8! is below 1e-17.
    var double = 0.0
    for coefficient in shortCoefficients { double = double * r.head + coefficient }
    var sum = DoubleDouble(double)
    for coefficient in coefficients { sum = sum * r + coefficient }
    return r * (DoubleDouble(1) + r * (DoubleDouble(0.5) + r * sum))
  }

  /// log(1 + t) for |t| ≤ ½: one step from the logarithm in doubles, y + log(1 + (t − (eʸ − 1))/eʸ).
  private static func logOnePlusOfSmall(_ t: DoubleDouble) -> DoubleDouble {
    let start = Double.log(onePlus: t.head)
    let power = Reduced.expMinusOne(start, 0)
    let step = ((t.head - power.head) + (t.tail - power.tail)) / (1 + power.head)
    return DoubleDouble(normalizing: start, step - 0.5 * step * step)
  }

  /// 1/14! to 1/8!.
  private static let shortCoefficients = [
    0x1.93974a8c07c9dp-37, 0x1.6124613a86d09p-33, 0x1.1eed8eff8d898p-29, 0x1.ae64567f544e4p-26,
    0x1.27e4fb7789f5cp-22, 0x1.71de3a556c734p-19, 0x1.a01a01a01a01ap-16,
  ]

  /// 1/7! to 1/3!.
  private static let coefficients = [
    DoubleDouble(head: 0x1.a01a01a01a01ap-13, tail: 0x1.a01a01a01a01ap-73),
    DoubleDouble(head: 0x1.6c16c16c16c17p-10, tail: -0x1.f49f49f49f49fp-65),
    DoubleDouble(head: 0x1.1111111111111p-7, tail: 0x1.1111111111111p-63),
    DoubleDouble(head: 0x1.5555555555555p-5, tail: 0x1.5555555555555p-59),
    DoubleDouble(head: 0x1.5555555555555p-3, tail: 0x1.5555555555555p-57),
  ]

  /// exp(j/1024) − 1 for j from −355 to 355, from those of multiples of 1/32.
  private static let expMinusOneOfSteps = (-355...355).map { step in
    let coarse = (Double(step) / 32).rounded()
    let rest = expMinusOneOfSmall(DoubleDouble((Double(step) - 32 * coarse) / 1024))
    let part = expMinusOneOfCoarseSteps[Int(coarse) + 12]
    return part + (rest + part * rest)
  }

  /// exp(j/32) − 1 for j from −12 to 12.
  private static let expMinusOneOfCoarseSteps = [
    DoubleDouble(head: -0x1.40373d42ce2e3p-2, tail: 0x1.53d8db804c224p-56),
    DoubleDouble(head: -0x1.29e011a428ec6p-2, tail: -0x1.dabf5975c0c02p-57),
    DoubleDouble(head: -0x1.12d35a41ba104p-2, tail: 0x1.3445f7544e0efp-57),
    DoubleDouble(head: -0x1.f616a79dda3a8p-3, tail: -0x1.6b2eab63020c1p-57),
    DoubleDouble(head: -0x1.c5041854df7d4p-3, tail: -0x1.797d4686c5393p-57),
    DoubleDouble(head: -0x1.9262c1c3430a1p-3, tail: -0x1.46ff6ec4a4251p-57),
    DoubleDouble(head: -0x1.5e25fb4fde211p-3, tail: 0x1.64eec82915df3p-63),
    DoubleDouble(head: -0x1.2840b5836cf67p-3, tail: -0x1.85405051eb425p-57),
    DoubleDouble(head: -0x1.e14aed893eef4p-4, tail: 0x1.e1f58934f97afp-59),
    DoubleDouble(head: -0x1.6e8caff341feap-4, tail: -0x1.9573ded7888b2p-58),
    DoubleDouble(head: -0x1.f0540438fd5c3p-5, tail: -0x1.a1ce01f9f6ca7p-61),
    DoubleDouble(head: -0x1.f8152aee9450ep-6, tail: 0x1.4b00abf977627p-61),
    DoubleDouble(head: 0x0p0, tail: 0x0p0),
    DoubleDouble(head: 0x1.040ac0224fd93p-5, tail: 0x1.c17a107575019p-61),
    DoubleDouble(head: 0x1.082b577d34ed8p-4, tail: -0x1.5272ff30eed1bp-59),
    DoubleDouble(head: 0x1.92937074e0cd7p-4, tail: -0x1.db0b9cc915fc5p-58),
    DoubleDouble(head: 0x1.10b022db7ae68p-3, tail: -0x1.8c4a5df1ec7e5p-58),
    DoubleDouble(head: 0x1.5a5ac59b963cbp-3, tail: -0x1.fd91307e74c5p-57),
    DoubleDouble(head: 0x1.a65c0b85ac1a9p-3, tail: 0x1.a9c189196f8cdp-57),
    DoubleDouble(head: 0x1.f4c6f5508ee5dp-3, tail: 0x1.46ef7b808180ap-57),
    DoubleDouble(head: 0x1.22d78f0fa061ap-2, tail: -0x1.89843c4964554p-56),
    DoubleDouble(head: 0x1.4c946033eb3dep-2, tail: -0x1.35d267d66dc96p-56),
    DoubleDouble(head: 0x1.77a45d8117fd5p-2, tail: -0x1.2bb36e6b3a2afp-58),
    DoubleDouble(head: 0x1.a4124b2fe50cbp-2, tail: 0x1.fb5f3020a46f5p-57),
    DoubleDouble(head: 0x1.d1e944f6fbdaap-2, tail: -0x1.dcb8749a64f6ep-56),
  ]
}
