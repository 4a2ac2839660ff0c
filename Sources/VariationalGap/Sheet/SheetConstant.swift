// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// A term of the ELBO in which θ and φ do not stand: a + b·½ log 2π + c·½x², whole numbers up to 2 and their
/// halves.
struct SheetConstant: CustomStringConvertible {
  private let one: Double
  private let halfLogTwoPi: Double
  private let halfSquare: Double

  /// All of them, except 0; those of whole numbers first.
  static let all: [SheetConstant] = {
    let factors: [Double] = [0, 1, -1, 2, -2, 0.5, -0.5, 1.5, -1.5]
    var all: [SheetConstant] = []
    for one in factors {
      for logarithm in factors {
        for square in factors where one != 0 || logarithm != 0 || square != 0 {
          all.append(SheetConstant(one: one, halfLogTwoPi: logarithm, halfSquare: square))
        }
      }
    }
    return all
  }()

  func value(x: Double) -> DoubleDouble {
    DoubleDouble.halfLogTwoPi * halfLogTwoPi + DoubleDouble.product(x, x) * (0.5 * halfSquare)
      + DoubleDouble(one)
  }

  var description: String {
    let terms = [(one, ""), (halfLogTwoPi, "½ log 2π"), (halfSquare, "½x²")].filter { $0.0 != 0 }
    return terms.enumerated().map { index, term in
      let (factor, name) = term
      let size = abs(factor)
      let number = size == size.rounded() ? "\(Int(size))" : "\(size)"
      let text = name.isEmpty ? number : size == 1 ? name : "\(number)·\(name)"
      let sign = factor < 0 ? "−" : ""
      return index == 0 ? sign + text : (factor < 0 ? " − " : " + ") + text
    }.joined()
  }
}
