// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a quantity could not be enclosed.
enum CertificateError: Error, Hashable {
  /// What was allowed is spent.
  case budget(String)
  /// The formula is undefined where it ought to be a density.
  case undefined(String)
  /// The exponent has been computed with too few bits: so many more would do.
  case imprecise(bits: Int)
  /// What an enclosure cannot decide.
  case undecided(String)
  /// The integral does not exist.
  case nonexistent(String)
  /// The integral is infinite.
  case infinite(isPositive: Bool, String)
}

extension CertificateError: CustomStringConvertible {
  var description: String {
    switch self {
    case .imprecise: "the digits of the exponent cancel"
    case .budget(let text), .undefined(let text), .undecided(let text), .nonexistent(let text),
      .infinite(_, let text):
      text
    }
  }
}
