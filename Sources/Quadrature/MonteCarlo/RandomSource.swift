// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// A stream of uniform random numbers: the Mersenne twister MT19937 of GSL.
///
/// The same seed gives the same stream on every machine. Not for cryptography.
///
/// Source: Matsumoto, Nishimura, "Mersenne twister", ACM TOMACS 8 (1998); seeded as in 2002.
@safe
package struct RandomSource: ~Copyable {
  private let generator: UnsafeMutablePointer<gsl_rng>

  /// Starts a stream.
  ///
  /// - Parameter seed: any number. MT19937 is seeded with 32 bits: a larger seed is folded, so that
  ///   there are 2³² streams. A seed below 2³² gives the stream that GSL gives for it; 0 stands for
  ///   GSL's default, 4357.
  /// - Throws: ``QuadratureError/outOfMemory(size:)``.
  package init(seed: UInt64) throws(QuadratureError) {
    GSL.silenceErrorHandler
    guard let allocated = unsafe gsl_rng_alloc(cgsl_rng_mt19937()) else {
      throw .outOfMemory(size: 1)
    }
    unsafe gsl_rng_set(allocated, UInt(UInt32(truncatingIfNeeded: seed ^ (seed >> 32))))
    unsafe generator = allocated
  }

  deinit { unsafe gsl_rng_free(generator) }

  /// The next 32 random bits.
  package mutating func next32Bits() -> UInt32 {
    UInt32(truncatingIfNeeded: unsafe gsl_rng_get(generator))
  }

  /// The next number from the open interval (0, 1): an odd multiple of 2⁻⁵³.
  ///
  /// The 2⁵² values lie symmetrically about ½, from 2⁻⁵³ to 1 − 2⁻⁵³, so that log(u), log(1 − u) and
  /// every quantile are finite. Two draws of 32 bits.
  package mutating func uniform() -> Double {
    let high = UInt64(next32Bits() >> 6)
    let low = UInt64(next32Bits() >> 6)
    return (Double(high << 26 | low) + 0.5) * 0x1p-52
  }

  /// Lends GSL's generator to a routine of GSL.
  mutating func withGenerator<Outcome>(
    _ body: (UnsafeMutablePointer<gsl_rng>) -> Outcome
  ) -> Outcome {
    unsafe body(generator)
  }
}

// The pointer is owned by this one value and freed with it; no other thread can hold it.
extension RandomSource: @unchecked Sendable {}
