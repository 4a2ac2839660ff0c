// SPDX-License-Identifier: GPL-3.0-or-later

/// In which direction the distributions of a family move with a parameter: 1 if P(z > m) grows with it for
/// every m, −1 if it falls.
///
/// Scales and locations move a distribution as they say, rates against it; for shapes it follows from
/// likelihood ratios that are monotone in z.
enum StochasticOrder {
  private static let table: [String: [Int?]] = [
    "exponential": [-1], "half_normal": [1], "normal": [1, nil], "gamma": [1, -1],
    "inv_gamma": [-1, 1], "lognormal": [1, nil], "weibull": [nil, 1], "beta": [1, -1],
    "student_t": [nil, 1, nil], "cauchy": [1, nil], "half_cauchy": [1],
    "double_exponential": [1, nil], "logistic": [1, nil], "gumbel": [1, nil], "chi_square": [1],
    "rayleigh": [1], "kumaraswamy": [1, -1], "loglogistic": [1, nil],
  ]

  /// The direction; `nil` where there is none, or none is known.
  static func direction(of family: String, _ parameter: Int) -> Int? {
    guard let directions = table[family], directions.indices.contains(parameter) else {
      return nil
    }
    return directions[parameter]
  }
}
