// SPDX-License-Identifier: GPL-3.0-or-later

internal import CFLINT

/// How many bits are computed with: arithmetic of balls, each operation with its rounding enclosed.
///
/// Sums and products of exact numbers stay exact, as far as ``longestExact`` bits go: an exponent
/// α − 1 + 1 has to be α again, however small α is.
struct Precision: Sendable, Hashable {
  /// The bits of a midpoint.
  let bits: Int

  /// How long exact numbers may become.
  static let longestExact = 4096

  private func bits(_ a: Ball, _ b: Ball) -> Int {
    a.isExact && b.isExact ? max(bits, Precision.longestExact) : bits
  }

  func sum(_ a: Ball, _ b: Ball) -> Ball {
    unsafe Ball { unsafe arb_add($0, a.pointer, b.pointer, bits(a, b)) }
  }

  func difference(_ a: Ball, _ b: Ball) -> Ball {
    unsafe Ball { unsafe arb_sub($0, a.pointer, b.pointer, bits(a, b)) }
  }

  /// a − b, which is 0 for one and the same number, whatever its ball.
  func distance(_ a: Ball, from b: Ball) -> Ball {
    a.isIdentical(to: b) ? .zero : difference(a, b)
  }

  func product(_ a: Ball, _ b: Ball) -> Ball {
    unsafe Ball { unsafe arb_mul($0, a.pointer, b.pointer, bits(a, b)) }
  }

  func quotient(_ a: Ball, _ b: Ball) -> Ball {
    unsafe Ball { unsafe arb_div($0, a.pointer, b.pointer, bits) }
  }

  func negative(_ a: Ball) -> Ball { unsafe Ball { unsafe arb_neg($0, a.pointer) } }

  func magnitude(_ a: Ball) -> Ball { unsafe Ball { unsafe arb_abs($0, a.pointer) } }

  /// eᵃ; where a is beyond ±2¹⁰²⁴, only that it is tiny or huge.
  func exp(_ a: Ball) -> Ball {
    unsafe Ball {
      if a.isBeyondExponentials {
        unsafe Ball.boundExponential($0, isNegative: a.isNegative)
      } else {
        unsafe arb_exp($0, a.pointer, bits)
      }
    }
  }

  func log(_ a: Ball) -> Ball { unsafe Ball { unsafe arb_log($0, a.pointer, bits) } }

  func squareRoot(_ a: Ball) -> Ball { unsafe Ball { unsafe arb_sqrt($0, a.pointer, bits) } }

  func power(_ a: Ball, _ b: Ball) -> Ball {
    unsafe Ball { unsafe arb_pow($0, a.pointer, b.pointer, bits) }
  }

  func pi() -> Ball { unsafe Ball { unsafe arb_const_pi($0, bits) } }

  /// 2/√π.
  var twoOverRootPi: Ball { quotient(Ball(2), squareRoot(pi())) }

  /// The ball with a number of bits that is no larger than this precision asks for.
  func rounded(_ a: Ball) -> Ball { unsafe Ball { unsafe arb_set_round($0, a.pointer, bits) } }

  /// A number that no number in the ball is below.
  func lower(_ a: Ball) -> Ball {
    let end = unsafe Ball { unsafe arb_get_lbound_arf(&$0.pointee.mid, a.pointer, bits) }
    return end.isUndefined ? .minusInfinity : end
  }

  /// A number that no number in the ball is above.
  func upper(_ a: Ball) -> Ball {
    let end = unsafe Ball { unsafe arb_get_ubound_arf(&$0.pointee.mid, a.pointer, bits) }
    return end.isUndefined ? .infinity : end
  }

  /// The ball that holds two numbers and all between them.
  func hull(_ a: Ball, _ b: Ball) -> Ball {
    unsafe Ball { unsafe arb_union($0, a.pointer, b.pointer, bits) }
  }

  /// What two enclosures of the same number have in common.
  func intersection(_ a: Ball, _ b: Ball) -> Ball {
    unsafe Ball { unsafe _ = arb_intersection($0, a.pointer, b.pointer, bits) }
  }

  /// The value ± a bound on the error.
  func widened(_ a: Ball, by error: Ball) -> Ball {
    unsafe Ball {
      unsafe arb_set($0, a.pointer)
      unsafe arb_add_error($0, error.pointer)
    }
  }
}

extension Ball {
  /// Whether some number in it is so large that its exponential is not worth its digits.
  var isBeyondExponentials: Bool {
    unsafe isFinite && arf_cmpabs_2exp_si(&pointer.pointee.mid, 1024) > 0
  }

  /// 2^(2⁶⁰), which eᵃ is above for a > 2¹⁰²⁴.
  static let hugeExponential = unsafe Ball {
    unsafe arb_one($0)
    unsafe arb_mul_2exp_si($0, $0, 1 << 60)
  }

  /// What eᵃ is for |a| > 2¹⁰²⁴: between 0 and 2^(−2⁶⁰), or any number.
  fileprivate static func boundExponential(
    _ result: UnsafeMutablePointer<arb_struct>, isNegative: Bool
  ) {
    if isNegative {
      unsafe arb_zero(result)
      unsafe mag_set_ui_2exp_si(&result.pointee.rad, 1, -(1 << 60))
    } else {
      unsafe arb_zero_pm_inf(result)
    }
  }
}
