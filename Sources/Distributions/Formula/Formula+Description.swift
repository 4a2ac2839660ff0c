// SPDX-License-Identifier: GPL-3.0-or-later

extension Formula: CustomStringConvertible {
  /// A text that ``parse(_:names:)`` reads as the same formula, with no more parentheses than that
  /// takes.
  ///
  /// Three things are for people only: a restriction, `(a if b > 0)`, a parameter, `p[0]`, and the
  /// functions and infinities that derivatives and restrictions bring in.
  public var description: String { FormulaText(self).text }
}

/// The text of a formula, and what has to be known of it to place it in another.
private struct FormulaText {
  /// How strongly the outermost operator binds.
  enum Binding: Int, Comparable {
    case sum, product, sign, power, operand

    static func < (a: Binding, b: Binding) -> Bool { a.rawValue < b.rawValue }
  }

  let text: String
  let binding: Binding
  /// The number of links of the outermost chain.
  let length: Int

  private init(_ text: String, _ binding: Binding = .operand, length: Int = 1) {
    (self.text, self.binding, self.length) = (text, binding, length)
  }

  init(_ formula: Formula) {
    self =
      switch formula {
      case .constant(let value): FormulaText(value)
      case .latent: FormulaText("z")
      case .parameter(let index): FormulaText("p[\(index)]")
      case .sum(let a, .constant(let b)) where b.head < 0:
        FormulaText(chain: a, "-", .constant(-b), .sum)
      case .sum(let a, let b): FormulaText(chain: a, "+", b, .sum)
      case .difference(let a, let b): FormulaText(chain: a, "-", b, .sum)
      case .product(let a, let b): FormulaText(chain: a, "*", b, .product)
      case .quotient(let a, let b): FormulaText(chain: a, "/", b, .product)
      case .negative(let a): FormulaText("-\(FormulaText(a).within(.power))", .sign)
      case .power(let a, let b): FormulaText(power: a, b)
      case .function(.square, let a): FormulaText(power: a, 2)
      case .function(.polygamma(let order), let a) where order > 0:
        FormulaText("polygamma(\(order), \(FormulaText(a).text))")
      case .function(let function, let a):
        FormulaText("\(function.name)(\(FormulaText(a).text))")
      case .logSumExp(let parts):
        FormulaText("log_sum_exp(\(parts.map { FormulaText($0).text }.joined(separator: ", ")))")
      case .choice(let a, let b, let condition):
        FormulaText(
          "(\(FormulaText(condition).text) > 0 ? \(FormulaText(a).text) : \(FormulaText(b).text))")
      case .restricted(let a, let condition):
        FormulaText("(\(FormulaText(a).text) if \(FormulaText(condition).text) > 0)")
      }
  }

  private init(chain a: Formula, _ symbol: String, _ b: Formula, _ binding: Binding) {
    let (left, right) = (FormulaText(a), FormulaText(b).above(binding))
    // A chain that is too long to be read from the left is broken.
    let continues = left.binding == binding && left.length < FormulaChain.shortest
    self.init(
      "\(continues ? left.text : left.above(binding)) \(symbol) \(right)", binding,
      length: continues ? left.length + 1 : 2)
  }

  private init(power base: Formula, _ exponent: Formula) {
    self.init(
      "\(FormulaText(base).within(.operand))^\(FormulaText(exponent).within(.sign))", .power)
  }

  /// A double as it is; what it cannot hold is added to it.
  private init(_ value: DoubleDouble) {
    if value == .pi {
      self.init("pi()")
    } else if value == .e {
      self.init("e()")
    } else if value.tail == 0 {
      self.init(FormulaText.digits(value.head), value.head < 0 ? .sign : .operand)
    } else {
      let sign = value.tail < 0 ? "-" : "+"
      self.init(
        "\(FormulaText.digits(value.head)) \(sign) \(FormulaText.digits(value.tail.magnitude))",
        .sum, length: 2)
    }
  }

  private static func digits(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The text, in parentheses if it binds less.
  private func within(_ least: Binding) -> String { binding < least ? "(\(text))" : text }

  /// The text, in parentheses unless it binds more.
  private func above(_ limit: Binding) -> String { binding <= limit ? "(\(text))" : text }
}

extension ElementaryFunction {
  /// The name in a formula.
  fileprivate var name: String {
    switch self {
    case .sign: "sign"
    case .logTiltedMoment(let order): "log_tilted_moment_\(order)"
    case .scaledBesselSlope(let order): "scaled_bessel_slope_\(order)"
    case .logTiltedTransform(let order): "log_tilted_transform_\(order)"
    case .tiltedMean(let order): "tilted_mean_\(order)"
    case .scaledTiltedMean(let order): "scaled_tilted_mean_\(order)"
    case .tiltedSlope(let order): "tilted_slope_\(order)"
    case .scaledTiltedSlope(let order): "scaled_tilted_slope_\(order)"
    case .logScaledBessel(let order): "log_scaled_bessel_i\(order)"
    case .polygamma: "digamma"
    case .tailIntegral(let integral): integral.name
    case .tailSlope(let integral): "\(integral.name)_slope"
    case .scaledTailSlope(let integral): "\(integral.name)_scaled_slope"
    case .toddSlope: "todd_slope"
    case .stirlingRemainder: "stirling_remainder"
    case .stirlingSlope: "stirling_slope"
    case .logInverseCloglog: "log_inv_cloglog"
    case .custom(let function): function.name
    case .absoluteSum: "sum_of_distances"
    case .rows(let sum): "sum_over_\(sum.rowCount)_rows"
    default: ElementaryFunction.named.first { $0.value == self }?.key ?? "\(self)"
    }
  }
}
